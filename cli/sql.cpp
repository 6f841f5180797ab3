#include "cli/args.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/input.h"
#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"
#include "cli/render/terminal.h"
#include "cli/wiring.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::size_t max_statement_bytes = 1u << 20;

std::string read_statement(const CommandContext& context) {
    const Args& args = context.args;
    if (!args.words.empty()) return args.words.front();
    if (!args.file.empty() && args.file != "-")
        return read_file(args.file, max_statement_bytes, context.stop).value_or_throw();
    if (args.file.empty() && ::isatty(STDIN_FILENO) == 1) return {};
    return read_descriptor(STDIN_FILENO, "standard input", max_statement_bytes, context.stop)
        .value_or_throw();
}

database::Rows run_statement(const CommandContext& context, database::Database& database,
                             const std::string& statement) {
    Progress progress(context.messages, context.terminal.can_spin() && !context.args.quiet,
                      context.terminal.stderr_width);
    progress.show("running the statement");
    const database::Limits limits = turn_limits(context.config.limits).statement;
    return database.query(statement, limits, context.stop).value_or_throw();
}

}

int run_sql(const CommandContext& context) {
    const std::string statement = read_statement(context);
    if (trim(statement).empty()) {
        throw Failure({Errc::usage, "no statement", "askdb sql 'SELECT …', or: askdb sql -f FILE"});
    }
    const std::unique_ptr<database::Database> database = wire_database(context.config);
    const database::Rows rows = run_statement(context, *database, statement);
    if (context.args.verbose) {
        context.messages.say(fmt::format("{}: {} rows, {:.1f} ms", database->name(),
                                         rows.row_count(), rows.milliseconds),
                             Tone::dim);
    }
    return print_rows(context, rows);
}

}
