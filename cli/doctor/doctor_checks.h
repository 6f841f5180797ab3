#pragma once

#include "cli/command.h"
#include "cli/findings.h"
#include "cli/model_choice.h"
#include "libagent/net/http_client.h"

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace askdb::cli {

/// How long a database or an endpoint may take.
constexpr std::chrono::milliseconds doctor_patience{5'000};

/// All of the below, for the words of the command line, else for all that is configured. Reads the
/// configuration itself. Throws Stopped.
std::vector<Finding> examine(const CommandContext& context);

/// The driver manager, the drivers that it knows and those that it lacks, and the data sources. A
/// stop ends it with what was found until then, but not before the driver that is being loaded has
/// been: nothing can end that.
std::vector<Finding> check_odbc(const std::stop_token& stop);

/// Opens the database that `name` (as -d takes it) names in `context`, and asks for version,
/// tables, read-only walls and rights. A stop of the context ends it with what was found until
/// then, and that there was no answer in time.
std::vector<Finding> check_one_database(const CommandContext& context, const std::string& name);

/// Reads the key of the model, asks its endpoint for the list of its models and looks for it
/// there. No completion is asked for: it costs nothing. Stops like check_one_database().
std::vector<Finding> check_one_model(const CommandContext& context, const ModelAddress& address,
                                     net::HttpClient& http);

/// Whether the store of conversations can be opened, and what is in it; nothing where none is kept.
/// A stop of the context ends it with that there was no answer in time.
std::vector<Finding> check_sessions_store(const CommandContext& context);

/// Who else may read the folders that askdb keeps things in.
std::vector<Finding> check_folders(const Environment& environment);

}
