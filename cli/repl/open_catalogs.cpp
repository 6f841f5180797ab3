#include "cli/repl/open_catalogs.h"

#include "cli/catalog_rows.h"
#include "cli/repl/shell.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli::repl {
namespace {

const database::Table* find_in(const OpenCatalog& open, std::string_view typed) {
    if (const database::Table* table = find_table_as_typed(*open.catalog, typed)) return table;
    const std::string& name = open.database->name();
    const bool names_it = typed.size() > name.size() && typed[name.size()] == '.' &&
                          equal_ignoring_case(typed.substr(0, name.size()), name);
    return names_it ? find_table_as_typed(*open.catalog, typed.substr(name.size() + 1)) : nullptr;
}

}

std::vector<OpenCatalog> read_catalogs(Shell& shell) {
    std::vector<OpenCatalog> catalogs;
    shell.wait("reading the catalog", [&](const std::stop_token& stop) {
        for (database::Database* database : shell.wiring().agent().databases)
            catalogs.push_back({database, &database->certain_catalog(stop)});
    });
    return catalogs;
}

FoundTable find_open_table(Shell& shell, std::string_view typed) {
    std::vector<std::string> names;
    for (const OpenCatalog& open : read_catalogs(shell)) {
        if (const database::Table* table = find_in(open, typed))
            return {open.database, open.catalog, table};
        for (std::string& name : open.catalog->table_names()) names.push_back(std::move(name));
    }
    throw Failure({Errc::bad_input, fmt::format("no table named '{}'", visible(typed)),
                   did_you_mean(nearest(typed, names), "list them with: /tables")});
}

}
