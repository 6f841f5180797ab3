#include "libagent/database/sqlite/sqlite_shadows.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sql_tokens.h"

namespace askdb::database {
namespace {

constexpr std::string_view shadowing_modules[] = {"fts3",  "fts4",      "fts5",
                                                  "rtree", "rtree_i32", "geopoly"};

constexpr std::string_view shadow_endings[] = {"data",   "idx",    "content",  "docsize",
                                               "config", "stat",   "segments", "segdir",
                                               "node",   "parent", "rowid"};

/// In lower case; empty for what is no virtual table.
std::string virtual_module(const SqliteEntry& entry) {
    const std::vector<SqlToken> tokens = sql_tokens(entry.sql, *find_dialect("sqlite"));
    if (tokens.size() < 2 || !tokens[0].is("create") || !tokens[1].is("virtual")) return {};
    for (std::size_t i = 2; i + 1 < tokens.size(); ++i) {
        if (tokens[i].is("using") && tokens[i + 1].is_name()) return tokens[i + 1].identifier();
    }
    return "?";
}

}

SqliteShadows sqlite_shadows(const std::vector<SqliteEntry>& entries) {
    SqliteShadows shadows;
    for (const SqliteEntry& owner : entries) {
        const std::string module = virtual_module(owner);
        if (module.empty()) continue;
        const std::string virtual_table = lower_ascii(owner.name);
        const std::string beginning = virtual_table + "_";
        for (const SqliteEntry& entry : entries) {
            const std::string name = lower_ascii(entry.name);
            if (!name.starts_with(beginning)) continue;
            const std::string_view ending = std::string_view(name).substr(beginning.size());
            if (!among(shadowing_modules, module) || among(shadow_endings, ending))
                shadows.emplace(name, virtual_table);
        }
    }
    return shadows;
}

}
