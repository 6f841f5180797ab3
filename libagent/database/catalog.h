#pragma once

#include "libagent/database/rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

struct Column {
    std::string name = {};
    std::string type = {};   ///< As declared; empty when the database has none.
    Kind kind = Kind::text;  ///< What its values most likely are.
    bool nullable = true;
    std::string comment = {};
};

struct ForeignKey {
    std::vector<std::string> columns = {};
    std::string table = {};                    ///< The table it points at.
    std::vector<std::string> referenced = {};  ///< Its columns there, in the same order.
    bool inferred = false;                     ///< Not declared: concluded from names and keys.
};

struct Table {
    std::string schema = {};  ///< Empty when the database has none, or for the default one.
    std::string name = {};
    bool is_view = false;
    std::vector<Column> columns = {};
    std::vector<std::string> primary_key = {};
    std::vector<ForeignKey> foreign_keys = {};
    std::optional<std::int64_t> row_estimate = {};
    std::string comment = {};
    /// The schema that it is in, also where `schema` is empty; empty when that is not known.
    std::string home = {};

    /// `name`, or `schema.name` outside the default schema, unquoted.
    std::string qualified_name() const;
    /// Whether it belongs to that schema, which may be the default one, ignoring ASCII case.
    bool is_in(std::string_view schema_name) const;
    /// Ignores ASCII case; nullptr when there is none.
    const Column* find_column(std::string_view column) const;
};

/// What a database holds. A value: built once, then only read.
struct Catalog {
    std::vector<Table> tables;  ///< By schema, then name.

    /// By `name` or `schema.name` (also that of the default schema), ignoring ASCII case; nullptr
    /// when there is none.
    const Table* find_table(std::string_view name) const;
    /// By both parts of a name, whatever dots are in them. An empty schema: the table of the
    /// default one, else the first that is called so.
    const Table* find_table(std::string_view schema, std::string_view name) const;
    std::vector<std::string> table_names() const;
};

/// Adds the foreign keys that names make certain where none is declared: a column `site_id` (or
/// `site`, `siteId`, `site_code`) of another table, where `site`/`sites` has a one-column primary
/// key of the same kind under such a name. Never from a bare `id`, `name`, `type` or `code`. Pure.
void infer_foreign_keys(Catalog& catalog);

}
