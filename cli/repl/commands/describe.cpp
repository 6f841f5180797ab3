#include "cli/catalog_rows.h"
#include "cli/render/rows_output.h"
#include "cli/repl/command_words.h"
#include "cli/repl/open_catalogs.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

namespace askdb::cli::repl {

extern const SlashCommand describe_command;
extern const SlashCommand tables_command;

namespace {

std::string_view kind_name(database::Kind kind) {
    switch (kind) {
        case database::Kind::null: return "";
        case database::Kind::boolean: return "boolean";
        case database::Kind::integer: return "integer";
        case database::Kind::decimal: return "decimal";
        case database::Kind::real: return "real";
        case database::Kind::text: return "text";
        case database::Kind::bytes: return "bytes";
        case database::Kind::date: return "date";
        case database::Kind::time: return "time";
        case database::Kind::timestamp: return "timestamp";
    }
    return "";
}

database::Rows columns_of_result(const database::Rows& result) {
    database::Rows rows;
    for (const char* name : {"column", "type", "values"}) rows.columns.push_back({.name = name});
    for (const database::ResultColumn& column : result.columns) {
        rows.append(database::Kind::text, column.name);
        append_or_null(rows, column.declared_type);
        append_or_null(rows, std::string(kind_name(column.kind)));
    }
    rows.settle_kinds();
    return rows;
}

void run_describe_command(Shell& shell, std::string_view arguments) {
    const std::string name = at_most_one_word(describe_command, arguments);
    if (name.empty()) return tables_command.run(shell, {});
    if (const results::StoredResult* result = shell.conversation().results.find(name))
        return shell.show_rows(columns_of_result(result->rows), "");
    const database::Table& table = *find_open_table(shell, name).table;
    if (!table.comment.empty()) shell.say(table.comment);
    shell.show_rows(description_rows(table), "");
}

}

extern const SlashCommand describe_command = {
    .name = "describe",
    .aliases = "\\d \\d+ .columns",
    .arguments = "[TABLE]",
    .completes = Argument::table,
    .group = "Database",
    .summary = "columns, types and keys of a table",
    .details =
        "Without a TABLE it lists the tables. A result (r1) is described, too. In the\n"
        "column 'key', an arrow leads to the table that a key points at: → where it\n"
        "is declared, ~> where it was concluded from names.",
    .run = run_describe_command,
};

}
