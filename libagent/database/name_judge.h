#pragma once

#include "libagent/base/error.h"
#include "libagent/database/catalog.h"
#include "libagent/database/postgres_tables.h"
#include "libagent/database/table_filter.h"
#include "libagent/database/table_places.h"

#include <string_view>

namespace askdb::database {

/// Names of one statement against the table lists of one database. Borrows both; pure. `all` is the
/// catalog before the filter, see judge_table_names().
class NameJudge {
  public:
    NameJudge(const TableFilter& filter, const Catalog& all) : filter_(filter), all_(all) {}

    bool allows(std::string_view database, std::string_view schema, std::string_view name) const;
    bool allows(const TablePlace& place) const;

    /// A type that has the name of a table which is not allowed is the table's; PostgreSQL calls
    /// the list of a type `_type`.
    bool allows_type(const PostgresName& type) const;
    /// Whether its values are made of a table's or schema's name: `regclass`, or an array of it.
    static bool is_lookup_type(std::string_view type);

  private:
    bool allows_type_name(std::string_view schema, std::string_view name) const;
    bool allows_bare(std::string_view name) const;

    const TableFilter& filter_;
    const Catalog& all_;
};

/// "table 'x' is not among those that the configuration allows" (Errc::refused).
Error not_listed(std::string_view table);

/// "SHOW is not allowed where the configuration lists tables" (Errc::refused).
Error not_with_lists(std::string_view what);

}
