#pragma once

#include "cli/environment.h"

#include <optional>
#include <stop_token>
#include <string>

namespace askdb::cli {

/// The SQL of the example database: where the program was installed, else where it was built.
/// Nothing when it is not there.
std::optional<std::string> find_example_script();

/// Where the example database is kept: $XDG_DATA_HOME/askdb/maintenance.db; empty without a home.
std::string example_path(const Environment& environment);

/// Makes the example database where it is not there, and gives its path. Throws Failure(usage),
/// Stopped.
std::string make_example(const Environment& environment, const std::stop_token& stop);

/// A question that it answers without a language model.
constexpr const char* example_question = "How many work orders are overdue by site?";

}
