#include "cli/args.h"
#include "cli/command.h"
#include "cli/completion/completion_script.h"
#include "cli/config/config.h"
#include "cli/database_wiring.h"
#include "cli/doors.h"
#include "cli/model_choice.h"
#include "cli/render/output.h"
#include "cli/session_wiring.h"
#include "cli/side_by_side.h"
#include "libagent/base/text.h"
#include "libagent/database/odbc/installed_odbc.h"

#include <algorithm>
#include <chrono>

namespace askdb::cli {
namespace {

/// Somebody waits for the Tab key.
constexpr std::chrono::milliseconds tab_patience{2'000};

std::vector<std::string> database_names(const Config& config) {
    std::vector<std::string> names;
    for (const DatabaseConfig& database : config.known_databases) names.push_back(database.name);
    for (std::string& source : database::data_source_names_if_any())
        names.push_back(std::move(source));
    return names;
}

/// A command that prints a password may ask somebody for something: not for the Tab key.
bool asks_a_command(const Config& config) {
    return std::any_of(config.known_databases.begin(), config.known_databases.end(),
                       [&](const DatabaseConfig& database) {
                           return !config.databases.empty() &&
                                  database.name == config.databases.front() &&
                                  !database.password.command.empty();
                       });
}

std::vector<std::string> table_names(const CommandContext& context, const Config& config) {
    std::vector<std::string> names;
    if (config.databases.empty() || asks_a_command(config)) return names;
    const BoundedJob look = [&](const std::stop_token& stop) {
        const CommandContext own = with_config(context, config, stop);
        names = wire_database(own)->catalog(stop).table_names();
    };
    run_side_by_side({look}, tab_patience, context.stop);
    return names;
}

/// The newest conversations. A store that is asked over a network has the same time as a database;
/// one whose key a command prints is not asked.
std::vector<std::string> session_ids(const CommandContext& context, const Config& config) {
    constexpr std::size_t offered = 50;
    std::vector<std::string> ids;
    if (!config.sessions.encryption_key_command.empty()) return ids;
    const BoundedJob look = [&](const std::stop_token& stop) {
        const auto archive = wire_sessions(with_config(context, config, stop));
        if (!archive) return;
        const session::ListQuery newest{.user = session_user(context.environment),
                                        .limit = offered};
        for (const session::SessionSummary& summary : archive.value()->list(newest).sessions)
            ids.push_back(summary.key.id);
    };
    run_side_by_side({look}, tab_patience, context.stop);
    return ids;
}

std::vector<std::string> words_of_kind(const CommandContext& context) {
    const Config config =
        load_config(context.args, context.environment, context.stop).value_or_throw();
    if (context.args.word_kind == "databases") return database_names(config);
    if (context.args.word_kind == "models") return model_beginnings(config.known_models);
    if (context.args.word_kind == "sessions") return session_ids(context, config);
    return table_names(context, config);
}

}

int run_completion(const CommandContext& context) {
    if (!context.args.words.empty()) {
        context.output.write(completion_script(context.args.words.front()));
        return exit_answered;
    }
    for (const std::string& word : words_of_kind(context)) {
        // One a line: what would be two, or move the cursor, is none.
        if (!word.empty() && visible(word) == word) context.output.write(word + "\n");
    }
    return exit_answered;
}

}
