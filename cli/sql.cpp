#include "cli/args.h"
#include "cli/command.h"
#include "cli/config/config.h"
#include "cli/database_choice.h"
#include "cli/database_wiring.h"
#include "cli/doors.h"
#include "cli/input.h"
#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"
#include "cli/render/views_json.h"
#include "cli/row_estimate.h"
#include "cli/streamed_rows.h"
#include "cli/terminal_approver.h"
#include "libagent/base/text.h"
#include "libagent/database/guard.h"
#include "libagent/tools/approved_write.h"

#include <fmt/format.h>

#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::size_t max_statement_bytes = 1u << 20;

Failure no_statement() {
    return Failure({Errc::usage, "no statement", "askdb sql 'SELECT …', or: askdb sql -f FILE"});
}

/// Some editors begin a file with one.
std::string without_byte_order_mark(std::string text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) text.erase(0, mark.size());
    return text;
}

std::string read_statement(const CommandContext& context) {
    const Args& args = context.args;
    if (!args.words.empty()) return args.words.front();
    if (holds_input(context.config.databases) && (args.file.empty() || args.file == "-")) {
        throw Failure({Errc::usage, "standard input cannot be both the statement and the rows",
                       "askdb sql -d - 'SELECT … FROM stdin' < orders.csv"});
    }
    if (!args.file.empty() && args.file != "-")
        return without_byte_order_mark(
            read_file(args.file, max_statement_bytes, context.stop).value_or_throw());
    if (args.file.empty() && ::isatty(STDIN_FILENO) == 1) throw no_statement();
    return without_byte_order_mark(
        read_descriptor(STDIN_FILENO, "standard input", max_statement_bytes, context.stop)
            .value_or_throw());
}

database::Rows run_statement(const CommandContext& context, Progress& progress,
                             database::Database& database, const std::string& statement) {
    progress.show("running the statement");
    const database::Limits limits = turn_limits(context.config.limits).statement;
    Result<database::Rows> rows = database.query(statement, limits, context.stop);
    progress.hide();
    return std::move(rows).value_or_throw();
}

/// Whatever speaks against the statement is a refusal here, also that nobody understands it.
int check_statement(const CommandContext& context, const std::string& statement) {
    const std::string& name = context.args.dialect;
    const auto database = name.empty() ? wire_database(context) : nullptr;
    const database::Dialect& dialect =
        database ? database->dialect() : *database::find_dialect(name);
    std::optional<Error> error = database::judge_read_only(statement, dialect);
    // Which tables a name leads to, only the database knows.
    if (!error && database && database->limits_tables())
        error = database->check(statement, context.stop);
    if (!error) return exit_answered;
    error->code = Errc::refused;
    throw Failure(std::move(*error));
}

/// What is no SQL at all is the reading way's to tell.
bool is_writing(const std::string& statement, const database::Dialect& dialect) {
    const std::optional<Error> error = database::judge_read_only(statement, dialect);
    return error && error->code == Errc::refused;
}

/// Asks, and runs what was approved. Rows that the statement gives go to stdout.
int write_statement(const CommandContext& context, Progress& progress, database::Database& database,
                    const std::string& statement) {
    TerminalApprover approver(context.messages, progress, context.terminal);
    progress.show("running the statement");
    RowsOutput output(context);
    const database::Limits limits = turn_limits(context.config.limits).statement;
    tools::WriteOutcome outcome = tools::write_approved(
        database, approver, {.sql = statement, .limits = limits}, context.stop);
    progress.hide();
    if (outcome.failure) throw Failure(std::move(outcome.failure->error));
    tools::WriteDone& done = *outcome.done;
    context.messages.say("committed: " + done.touched);
    if (!done.rows.columns.empty()) return output.write(done.rows);
    if (context.args.output_format == OutputFormat::json) {
        print_write(context.output, statement, done.touched, done.affected);
    }
    return exit_answered;
}

}

int run_sql(const CommandContext& context) {
    const std::string statement = read_statement(context);
    if (context.args.check) return check_statement(context, statement);
    if (trim(statement).empty()) throw no_statement();
    const bool is_read_already =
        context.args.words.empty() && (context.args.file.empty() || context.args.file == "-");
    const PipedInput input = is_read_already ? PipedInput{} : wire_input(context, statement);
    Progress progress(context);
    const std::unique_ptr<database::Database> database =
        wire_database(context, {.input = &input, .progress = &progress});
    if (context.args.write && is_writing(statement, database->dialect())) {
        return write_statement(context, progress, *database, statement);
    }
    RowsOutput output(context);
    expect_few_rows(context, *database, statement);
    if (output.streams()) return stream_rows(context, progress, {*database, statement}, output);
    const database::Rows rows = run_statement(context, progress, *database, statement);
    if (context.args.verbose) {
        context.messages.say(fmt::format("{}: {} rows, {:.1f} ms", database->name(),
                                         rows.row_count(), rows.milliseconds),
                             Tone::dim);
    }
    return output.write(rows);
}

}
