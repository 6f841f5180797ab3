#include "cli/render/rows_output.h"
#include "cli/repl/command_words.h"
#include "cli/repl/kept_turns.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli::repl {

extern const SlashCommand results_command;

namespace {

using database::Kind;

database::Rows list_of(const results::ResultStore& results) {
    constexpr std::size_t statement_columns = 60;
    const bool is_cut = std::any_of(results.all().begin(), results.all().end(),
                                    [](const auto& result) { return result.rows.truncated; });
    database::Rows rows;
    for (const char* name : {"result", "rows", "columns", "from", "statement"})
        rows.columns.push_back({.name = name});
    if (is_cut) rows.columns.push_back({.name = "cut"});
    for (const results::StoredResult& result : results.all()) {
        rows.append(Kind::text, result.handle);
        rows.append(Kind::integer, std::to_string(result.rows.row_count()));
        rows.append(Kind::integer, std::to_string(result.rows.column_count()));
        rows.append(Kind::text, result.database.empty() ? "results" : result.database);
        rows.append(Kind::text, short_line(result.sql, statement_columns));
        if (is_cut) append_or_null(rows, result.rows.truncated ? "more were there" : "");
    }
    rows.settle_kinds();
    return rows;
}

void run_results_command(Shell& shell, std::string_view arguments) {
    const std::string handle = at_most_one_word(results_command, arguments);
    const results::ResultStore& results = shell.conversation().results;
    if (!handle.empty()) {
        if (const results::StoredResult* result = results.find(handle))
            return shell.show_rows(result->rows);
        throw Failure({Errc::bad_input, fmt::format("no result is called '{}'", visible(handle)),
                       "list them with: /results"});
    }
    if (results.all().empty()) return shell.say("There are no results yet.");
    shell.show_rows(list_of(results), "");
}

}

extern const SlashCommand results_command = {
    .name = "results",
    .aliases = "",
    .arguments = "[rN]",
    .completes = Argument::handle,
    .group = "Results",
    .summary = "list the results so far, or show one again",
    .details =
        "Each result has a name, r1, r2 and so on, under which SQL, /save, /copy and\n"
        "questions can use it. It keeps at most max_rows rows: see /limits.",
    .run = run_results_command,
};

}
