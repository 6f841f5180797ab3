#include "cli/catalog_rows.h"
#include "cli/command.h"
#include "cli/database_wiring.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"

#include <vector>

namespace askdb::cli {

int run_tables(const CommandContext& context) {
    Progress progress(context);
    const PipedInput input = wire_input(context);
    const std::unique_ptr<database::Database> database =
        wire_database(context, {.input = &input, .progress = &progress});
    std::vector<ListedTable> tables;
    for (const database::Table& table : database->certain_catalog(context.stop).tables)
        tables.push_back({&table});
    return print_rows(context, table_rows(tables), "");
}

}
