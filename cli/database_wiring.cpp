#include "cli/database_wiring.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/config/share_setting.h"
#include "cli/database_choice.h"
#include "cli/environment.h"
#include "cli/kept_folder.h"
#include "cli/limits.h"
#include "cli/load_narration.h"
#include "cli/options.h"
#include "cli/render/messages.h"
#include "cli/render/terminal.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/files/file_source.h"
#include "libagent/database/odbc/odbc_source.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/database/sqlite/sqlite_source.h"

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace askdb::cli {
namespace {

bool names_input_table(std::string_view statement) {
    const auto tokens = database::sql_tokens(statement, *database::find_dialect("sqlite"));
    return std::any_of(tokens.begin(), tokens.end(), [](const database::SqlToken& token) {
        return equal_ignoring_case(token.text, input_table);
    });
}

/// What is piped in stands for the usual database, and beside those of -d.
std::vector<std::string> databases_with_input(const CommandContext& context,
                                              const PipedInput& input) {
    std::vector<std::string> wanted = context.config.databases;
    if (input.kind != PipedInput::Kind::table || holds_input(wanted)) return wanted;
    if (context.args.databases.empty()) wanted.clear();
    wanted.emplace_back(input_file);
    return wanted;
}

std::unique_ptr<database::Source> make_files(const DatabaseChoice& choice,
                                             const CommandContext& context,
                                             const DatabaseNeeds& needs) {
    database::FileSourceOptions options{.files = {}, .tables = choice.tables, .temp_folder = {}};
    for (const std::string& path : choice.files) {
        if (path == input_file) {
            options.files.push_back({.descriptor = STDIN_FILENO,
                                     .head = needs.input->head,
                                     .table = input_table,
                                     .format = needs.input->format});
        } else {
            options.files.push_back({.path = path, .format = *database::data_format_of_name(path)});
        }
    }
    const tools::Sharing sharing =
        sharing_of(context.config, std::vector<OpenName>{{choice.name, choice.configured}});
    options.hides_rows = !sharing.rule_of(choice.name).shows_values();
    options.temp_folder = context.environment.get("TMPDIR");
    if (options.temp_folder.empty()) options.temp_folder = "/tmp";
    options.report = std::make_unique<LoadNarration>(
        context.messages, needs.progress,
        LoadNarration::Options{.quiet = context.args.quiet, .spins = context.terminal.can_spin()});
    return database::make_file_source(std::move(options));
}

}

PipedInput wire_input(const CommandContext& context, std::string_view statement) {
    const unsigned command = context.args.command->set;
    const bool wanted = holds_input(context.config.databases);
    const bool is_question = command == ASK && !context.args.words.empty();
    const bool has_use = !statement.empty() || command == TABLES;
    const bool for_statement = has_use && context.args.databases.empty() &&
                               (context.config.databases.empty() || names_input_table(statement));
    if (!wanted && !is_question && !for_statement) return {};
    const PipedWait wait{.tell = [&] {
        context.messages.say("askdb: waiting for standard input (when there is none: < /dev/null)",
                             Tone::dim);
    }};
    const PipedHope hope = wanted || for_statement ? PipedHope::table : PipedHope::anything;
    PipedInput input = read_piped_input(STDIN_FILENO, hope, wait, context.stop).value_or_throw();
    if (input.kind == PipedInput::Kind::none && wanted) {
        throw Failure({Errc::usage, "standard input is empty, but -d - stands for its rows",
                       "give it some: < orders.csv"});
    }
    return input;
}

std::vector<WiredDatabase> wire_databases(const CommandContext& context,
                                          const DatabaseNeeds& needs) {
    const PipedInput no_input;
    const PipedInput& input = needs.input == nullptr ? no_input : *needs.input;
    const Config& config = context.config;
    const auto reaper = std::make_shared<database::Reaper>();  // Of all sources.
    const auto connect_timeout = turn_limits(config.limits).statement.timeout;
    std::vector<WiredDatabase> databases;
    const std::vector<std::string> wanted = databases_with_input(context, input);
    if (wanted.empty() && (needs.may_have_none || input.kind == PipedInput::Kind::text)) {
        // There is nothing but the text.
        databases.push_back({std::make_unique<database::Database>(
            "none", make_files({.name = "none"}, context, needs))});
        return databases;
    }
    for (DatabaseChoice& choice :
         choose_databases(wanted, config.known_databases, {context.environment, context.stop})
             .value_or_throw()) {
        context.messages.hide_secret(choice.password);
        std::unique_ptr<database::Source> source =
            !choice.files.empty() ? make_files(choice, context, needs)
            : choice.address.empty()
                ? database::make_sqlite_source(std::move(choice.path), choice.tables)
                : database::make_odbc_source({.address = std::move(choice.address),
                                              .name = choice.name,
                                              .user = std::move(choice.user),
                                              .password = std::move(choice.password),
                                              .dialect = std::move(choice.dialect),
                                              .tables = choice.tables,
                                              .connect_timeout = connect_timeout},
                                             reaper);
        databases.push_back({std::make_unique<database::Database>(
                                 std::move(choice.name), std::move(source), needs.max_connections),
                             std::move(choice.configured)});
        databases.back().database->keep_catalogs(
            {.folder = folder_path(cache_folder, context.environment)});
    }
    return databases;
}

std::unique_ptr<database::Database> wire_database(const CommandContext& context,
                                                  const DatabaseNeeds& needs) {
    return std::move(wire_databases(context, needs).front().database);
}

}
