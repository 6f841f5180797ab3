#include "cli/command.h"
#include "cli/database_wiring.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"

#include <algorithm>

namespace askdb::cli {

int run_tables(const CommandContext& context) {
    using database::Kind;
    Progress progress(context);
    const PipedInput input = wire_input(context);
    const std::unique_ptr<database::Database> database =
        wire_database(context, {.input = &input, .progress = &progress});
    database::Rows rows;
    const std::vector<database::Table>& tables = database->certain_catalog(context.stop).tables;
    const bool has_comments = std::any_of(tables.begin(), tables.end(),
                                          [](const auto& table) { return !table.comment.empty(); });
    // Servers only estimate, and some tables nobody has counted yet.
    for (const char* name : {"name", "kind", "columns", "est_rows"})
        rows.columns.push_back({.name = name, .declared_type = {}});
    if (has_comments) rows.columns.push_back({.name = "comment", .declared_type = {}});
    for (const database::Table& table : tables) {
        rows.append(Kind::text, table.qualified_name());
        rows.append(Kind::text, table.is_view ? "view" : "table");
        rows.append(Kind::integer, std::to_string(table.columns.size()));
        const bool known = table.row_estimate.has_value();
        rows.append(known ? Kind::integer : Kind::null,
                    known ? std::to_string(*table.row_estimate) : std::string());
        if (has_comments) append_or_null(rows, table.comment);
    }
    rows.settle_kinds();
    return print_rows(context, rows, "");
}

}
