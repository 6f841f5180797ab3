#include "cli/repl/listed_tables.h"

#include "cli/catalog_rows.h"
#include "cli/repl/open_catalogs.h"
#include "cli/repl/shell.h"
#include "libagent/base/text.h"
#include "libagent/database/table_filter.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace askdb::cli::repl {
namespace {

/// A word without wildcards is looked for anywhere in the name.
bool matches_pattern(std::string_view pattern, const database::Table& table) {
    const std::string wanted = lower_ascii(pattern), name = lower_ascii(table.qualified_name());
    if (wanted.find_first_of("*?") == std::string::npos)
        return name.find(wanted) != std::string::npos;
    return database::matches_wildcards(wanted, name) ||
           database::matches_wildcards(wanted, lower_ascii(table.name));
}

}

void list_tables(Shell& shell, const std::string& pattern, TableKinds kinds) {
    const std::string_view what = kinds == TableKinds::views ? "view" : "table";
    const std::vector<OpenCatalog> catalogs = read_catalogs(shell);
    std::vector<ListedTable> tables;
    for (const OpenCatalog& open : catalogs) {
        for (const database::Table& table : open.catalog->tables) {
            if (kinds == TableKinds::views && !table.is_view) continue;
            if (!pattern.empty() && !matches_pattern(pattern, table)) continue;
            tables.push_back(
                {&table, catalogs.size() > 1 ? std::string_view(open.database->name()) : ""});
        }
    }
    if (tables.empty() && !pattern.empty())
        throw Failure({Errc::bad_input,
                       fmt::format("no {} is called like '{}'", what, visible(pattern)),
                       fmt::format("list all with: /{}s", what)});
    if (tables.empty()) return shell.say(fmt::format("There are no {}s.", what));
    shell.show_rows(table_rows(tables), "");
}

}
