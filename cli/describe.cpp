#include "cli/args.h"
#include "cli/catalog_rows.h"
#include "cli/command.h"
#include "cli/database_wiring.h"
#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

const database::Table& find_table(const database::Catalog& catalog, const std::string& name) {
    if (const database::Table* table = find_table_as_typed(catalog, name)) return *table;
    throw Failure(
        {Errc::bad_input, fmt::format("no table named '{}'", name),
         did_you_mean(nearest(name, catalog.table_names()), "list them with: askdb tables")});
}

}

int run_describe(const CommandContext& context) {
    Progress progress(context);
    const PipedInput input = wire_input(context, context.args.words.front());
    const std::unique_ptr<database::Database> database =
        wire_database(context, {.input = &input, .progress = &progress});
    const database::Catalog& catalog = database->certain_catalog(context.stop);
    const database::Table& table = find_table(catalog, context.args.words.front());
    return print_rows(context, description_rows(table), "");
}

}
