#include "libagent/database/value_search.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/base/utf8.h"
#include "libagent/database/dialect.h"
#include "libagent/database/literal_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace askdb::database {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t longest_pattern = 200;   ///< Bytes; longer literals are only compared whole.
constexpr std::size_t hits_of_one_column = 5;  ///< When many are searched, so that none floods.
constexpr std::size_t most_distinct = 5'000;   ///< Values of one column compared by spelling.
constexpr std::size_t most_value_bytes = 4u << 20;
constexpr std::size_t most_named_bytes = 100;  ///< Of a name that is not there, in the message.
constexpr std::size_t rows_between_looks = 64;

enum class Likeness { exact, but_case, containing, spelling };

struct RankedHit {
    Likeness likeness;
    std::size_t distance;  ///< For spelling, in edits; else how much longer the value is.
    ValueHit hit;
};

struct SearchedColumn {
    const Table* table;
    const Column* column;
};

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation_byte(c); }));
}

/// How many edits still count as the same word.
std::size_t allowed_edits(std::string_view literal) {
    constexpr std::size_t too_short = 3, short_word = 5, word = 9;
    const std::size_t size = code_points(literal);
    if (size < too_short) return 0;
    if (size < short_word) return 1;
    return size < word ? 2 : 3;
}

Error not_there(std::string_view what, std::string_view name,
                const std::vector<std::string>& real_names) {
    const std::vector<std::string> near = nearest(name, real_names);
    return {.code = Errc::bad_input,
            .message = fmt::format("no {} named '{}'", what, clipped(name, most_named_bytes)),
            .hint = near.empty() ? "" : fmt::format("did you mean {}?", join(near, ", "))};
}

/// What is wrong with where to look, if anything is.
std::optional<Error> unknown_place(const Catalog& catalog, const ValueSearch& search) {
    const Table* only = search.table.empty() ? nullptr : catalog.find_table(search.table);
    if (!search.table.empty() && !only) {
        return not_there("table", search.table, catalog.table_names());
    }
    if (search.column.empty()) return std::nullopt;
    std::vector<std::string> names;
    for (const Table& table : catalog.tables) {
        if (only && &table != only) continue;
        if (table.find_column(search.column)) return std::nullopt;
        for (const Column& column : table.columns) names.push_back(column.name);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return not_there("column", search.column, names);
}

/// The columns to look at, small tables first: names and codes live there.
std::vector<SearchedColumn> searched_columns(const Catalog& catalog, const ValueSearch& search) {
    const Table* only = search.table.empty() ? nullptr : catalog.find_table(search.table);
    std::vector<SearchedColumn> columns;
    for (const Table& table : catalog.tables) {
        if (only ? &table != only : table.is_view) continue;
        for (const Column& column : table.columns) {
            const bool is_wanted = search.column.empty()
                                       ? column.kind == Kind::text
                                       : equal_ignoring_case(column.name, search.column);
            if (is_wanted) columns.push_back({&table, &column});
        }
    }
    const auto rows = [](const SearchedColumn& column) {
        return column.table->row_estimate.value_or(std::numeric_limits<std::int64_t>::max());
    };
    std::stable_sort(columns.begin(), columns.end(),
                     [&rows](const auto& a, const auto& b) { return rows(a) < rows(b); });
    return columns;
}

class ValueSearcher {
  public:
    ValueSearcher(Database& database, const ValueSearch& search, std::stop_token stop)
        : database_(database),
          search_(search),
          stop_(std::move(stop)),
          dialect_(database.server_dialect(stop_)),
          columns_(searched_columns(database.catalog(stop_), search)),
          deadline_(steady_clock::now() + search.budget),
          folded_literal_(folded(search.literal)) {}

    FoundValues run() {
        for (const SearchedColumn& column : columns_) find_containing(column);
        const bool is_found = std::any_of(hits_.begin(), hits_.end(), [](const RankedHit& hit) {
            return hit.likeness < Likeness::containing;
        });
        if (!is_found && search_.literal.size() <= longest_pattern) {
            for (const SearchedColumn& column : columns_) find_near(column);
        }
        std::stable_sort(hits_.begin(), hits_.end(), [](const RankedHit& a, const RankedHit& b) {
            return std::tie(a.likeness, a.distance) < std::tie(b.likeness, b.distance);
        });
        for (RankedHit& hit : hits_) {
            if (found_.hits.size() == search_.max_hits) break;
            found_.hits.push_back(std::move(hit.hit));
        }
        return std::move(found_);
    }

  private:
    /// Rows of one statement over one column; none, and the search is incomplete, when it fails or
    /// its time is up. It may take half of what is left, so that one huge table does not use up the
    /// time of all others.
    Rows read(const std::string& sql, std::size_t rows) {
        constexpr milliseconds shortest{5};
        const auto left = std::chrono::floor<milliseconds>(deadline_ - steady_clock::now());
        if (left < shortest) return unread();
        const milliseconds time = columns_.size() == 1 ? left : std::max(shortest, left / 2);
        const Limits limits{.rows = rows, .bytes = most_value_bytes, .timeout = time};
        const auto begin = steady_clock::now();
        Result<Rows> result = database_.query(sql, limits, stop_);
        found_.milliseconds +=
            std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count();
        if (result) return std::move(result).value();
        if (result.error().code == Errc::unavailable) throw Failure(result.error());
        return unread();
    }

    Rows unread() {
        found_.incomplete = true;
        return {};
    }

    /// How the SQL of this dialect speaks of one column: its values are texts, and those that
    /// differ in any byte are different whatever the collation says.
    struct ColumnSql {
        std::string text;
        std::string value = {};  ///< Of a group.
        std::string bytes = {};  ///< Of the value, to be compared and ordered by.
        std::string group = {};
    };

    ColumnSql sql_of(const SearchedColumn& column) const {
        ColumnSql sql{.text = quoted(dialect_, column.column->name)};
        if (dialect_.text_of) sql.text = dialect_.text_of(sql.text);
        sql.value = sql.bytes = sql.group = sql.text;
        if (!dialect_.byte_order_of) return sql;
        sql.value = "MIN(" + sql.text + ")";
        sql.bytes = dialect_.byte_order_of(sql.value, "text");
        sql.group = dialect_.byte_order_of(sql.text, "text");
        return sql;
    }
    std::string from(const SearchedColumn& column) const {
        return " FROM " + quoted_table(dialect_, column.table->schema, column.table->name);
    }

    void find_containing(const SearchedColumn& column) {
        const ColumnSql name = sql_of(column);
        const std::string literal = literal_text(dialect_, search_.literal);
        std::string where = fmt::format("lower({}) = lower({})", name.text, literal);
        if (search_.literal.size() <= longest_pattern) {
            const std::string pattern = literal_text(dialect_, containing_pattern(search_.literal));
            where = fmt::format("lower({}) LIKE lower({}) ESCAPE '!'", name.text, pattern);
        }
        const std::string sql = fmt::format(
            "SELECT {0}{1} WHERE {2} GROUP BY {3} ORDER BY CASE WHEN {4} = {5} THEN 0 "
            "WHEN lower({0}) = lower({5}) THEN 1 ELSE 2 END, {6}({0}), {4}",
            name.value, from(column), where, name.group, name.bytes, literal,
            dialect_.length_function);
        const std::size_t most = columns_.size() == 1 ? search_.max_hits : hits_of_one_column;
        const Rows rows = read(sql, std::min(most, search_.max_hits));
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            const std::string_view value = rows.cell(row, 0).text;
            Likeness likeness = Likeness::containing;
            if (folded(value) == folded_literal_) likeness = Likeness::but_case;
            if (value == search_.literal) likeness = Likeness::exact;
            const std::size_t shared = std::min(value.size(), search_.literal.size());
            add(column, value, likeness, value.size() - shared);
        }
    }

    void find_near(const SearchedColumn& column) {
        const std::size_t edits = allowed_edits(search_.literal);
        if (edits == 0) return;
        const ColumnSql name = sql_of(column);
        const std::size_t size = code_points(search_.literal);
        const Rows rows =
            read(fmt::format("SELECT {}{} WHERE {}({}) BETWEEN {} AND {} GROUP BY {}", name.value,
                             from(column), dialect_.length_function, name.text,
                             size - std::min(size, edits), size + edits, name.group),
                 most_distinct);
        found_.incomplete |= rows.truncated;  // Some values were not compared at all.
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            if (row % rows_between_looks == 0) {
                throw_if_stopped(stop_);
                if (steady_clock::now() >= deadline_) {
                    found_.incomplete = true;
                    return;
                }
            }
            const std::string_view value = rows.cell(row, 0).text;
            // length() of SQL may stop at a NUL, so that the value may be of any size.
            constexpr std::size_t longest_code_point = 4;
            if (value.size() > longest_code_point * (size + edits)) continue;
            const std::string plain = folded(value);
            if (plain.size() + edits < folded_literal_.size()) continue;
            if (plain.size() > folded_literal_.size() + edits) continue;
            const std::size_t distance = edit_distance(plain, folded_literal_);
            if (distance <= edits) add(column, value, Likeness::spelling, distance);
        }
    }

    void add(const SearchedColumn& column, std::string_view value, Likeness likeness,
             std::size_t distance) {
        if (!seen_.insert({column.column, std::string(value)}).second) return;
        hits_.push_back({likeness,
                         distance,
                         {.table = column.table->qualified_name(),
                          .column = column.column->name,
                          .value = std::string(value),
                          .exact = likeness == Likeness::exact}});
    }

    Database& database_;
    const ValueSearch& search_;
    std::stop_token stop_;
    const Dialect& dialect_;
    std::vector<SearchedColumn> columns_;
    steady_clock::time_point deadline_;
    std::string folded_literal_;
    std::vector<RankedHit> hits_;
    FoundValues found_;
    std::set<std::pair<const Column*, std::string>> seen_;
};

}

Result<FoundValues> search_values(Database& database, const ValueSearch& search,
                                  std::stop_token stop) {
    throw_if_stopped(stop);
    // What a kept catalog does not know may be new.
    if (unknown_place(database.catalog(stop), search)) {
        if (auto error = unknown_place(database.certain_catalog(stop), search))
            return std::move(*error);
    }
    const bool is_nothing = search.literal.empty() || search.max_hits == 0;
    if (is_nothing || search.literal.find('\0') != std::string_view::npos) {
        return FoundValues{};
    }
    return ValueSearcher(database, search, std::move(stop)).run();
}

}
