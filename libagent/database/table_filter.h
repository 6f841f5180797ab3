#pragma once

#include "libagent/base/error.h"
#include "libagent/database/catalog.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// Patterns over the names of tables: `table`, `schema.table` or `database.schema.table`, in each
/// part `*` for any run of characters and `?` for one, ignoring case. A pattern without a schema
/// means every schema.
struct TableLists {
    std::vector<std::string> allowed = {};  ///< Empty: all.
    std::vector<std::string> denied = {};   ///< Wins.
};

/// Why a text is no pattern (Errc::usage); nothing when it is one.
std::optional<Error> judge_table_pattern(std::string_view pattern);

/// Which tables of one database may be seen and read; by default all. A value; pure.
class TableFilter {
  public:
    TableFilter() = default;
    /// `databases`: what the first of a pattern's three parts may call this database. In a denying
    /// pattern that part is not looked at: better too much denied.
    explicit TableFilter(const TableLists& lists, std::vector<std::string> databases = {});

    /// What either forbids is forbidden from now on.
    void tighten(const TableFilter& other);

    bool is_active() const { return !layers_.empty(); }
    /// Whether the table may be read. With an empty schema (nobody knows it): whether it may be,
    /// whatever its schema is.
    bool allows(std::string_view schema, std::string_view table) const;
    /// Whether one of its own names is a database's, ignoring case.
    bool calls_database(std::string_view name) const;

  private:
    struct Pattern {
        std::string database = {};
        std::string schema = {};
        std::string table = {};
    };
    struct Layer {
        bool has_allowed = false;  ///< Only those.
        std::vector<Pattern> allowed = {};
        std::vector<Pattern> denied = {};
    };

    static Pattern read_pattern(std::string_view text);
    bool is_allowed_by(const Layer& layer, std::string_view schema, std::string_view table) const;

    std::vector<Layer> layers_;
    std::vector<std::string> databases_;
};

/// Schemas of a database's own tables about itself, in lower case: information_schema, mysql, ….
bool is_system_schema_name(std::string_view schema);

/// Leaves in a catalog what the filter allows; keys that point at other tables go, too.
void keep_allowed(Catalog& catalog, const TableFilter& filter);

/// `*` and `?` as above, both texts compared as they are. Linear for what people write; at worst
/// the product of the lengths. Pure.
bool matches_wildcards(std::string_view pattern, std::string_view text);

}
