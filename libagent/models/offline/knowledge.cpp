#include "libagent/models/offline/knowledge.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::models::offline {

using database::Column;
using database::Kind;
using database::Table;

bool Knowledge::is_date(const Column& column) const {
    if (column.kind == Kind::date || column.kind == Kind::timestamp) return true;
    return column.kind == Kind::text && values.profile(column).dates;
}

bool Knowledge::is_year(const Column& column) const {
    if (column.kind != Kind::integer) return false;
    const auto words = identifier_words(column.name);
    return !words.empty() && words.back() == "year";
}

bool Knowledge::is_measure(const Table& table, const Column& column) const {
    if (!database::is_number(column.kind)) return false;
    const auto same = [&](const std::string& name) {
        return equal_ignoring_case(name, column.name);
    };
    if (std::any_of(table.primary_key.begin(), table.primary_key.end(), same)) return false;
    return std::none_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                        [&](const database::ForeignKey& key) {
                            return std::any_of(key.columns.begin(), key.columns.end(), same);
                        });
}

}
