#pragma once

#include "cli/config/config_file.h"

#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

/// What a person chose.
struct InitChoices {
    std::optional<DatabaseConfig> database = {};
    std::string model = {};  ///< What -m takes; empty: the built-in planner.
    std::string date = {};   ///< "2026-11-30"
};

/// The text of a configuration file with comments that say what else may stand there. It holds no
/// secret. Pure.
std::string config_text(const InitChoices& choices);

/// A TOML string in quotes (https://toml.io/en/v1.0.0#string).
std::string toml_quoted(std::string_view text);

/// Whether it may name a database: letters, digits, - and _.
bool is_bare_name(std::string_view name);

/// A bare name made of another one: "sales 2024" is "sales_2024"; never empty.
std::string bare_name_of(std::string_view name);

}
