#include "cli/command.h"
#include "cli/config.h"
#include "cli/render/rows_output.h"
#include "cli/wiring.h"

namespace askdb::cli {

int run_tables(const CommandContext& context) {
    using database::Kind;
    const std::unique_ptr<database::Database> database = wire_database(context.config);
    database::Rows rows;
    for (const char* name : {"name", "kind", "columns", "rows"})
        rows.columns.push_back({.name = name, .declared_type = {}});
    for (const database::Table& table : database->catalog(context.stop).tables) {
        rows.append(Kind::text, table.qualified_name());
        rows.append(Kind::text, table.is_view ? "view" : "table");
        rows.append(Kind::integer, std::to_string(table.columns.size()));
        const bool known = table.row_estimate.has_value();
        rows.append(known ? Kind::integer : Kind::null,
                    known ? std::to_string(*table.row_estimate) : std::string());
    }
    rows.settle_kinds();
    return print_rows(context, rows, "");
}

}
