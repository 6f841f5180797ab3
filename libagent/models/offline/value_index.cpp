#include "libagent/models/offline/value_index.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/models/offline/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace askdb::models::offline {
namespace {

using database::Column;
using database::Database;
using database::Table;
using Clock = std::chrono::steady_clock;

constexpr std::size_t max_value_words = 10;
constexpr std::size_t max_value_bytes = 120;

bool starts_with_date(std::string_view text) {
    constexpr std::string_view pattern = "dddd-dd-dd";
    if (text.size() < pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == 'd' ? !digit : text[i] != '-') return false;
    }
    return text.size() == pattern.size() || text[pattern.size()] == ' ' ||
           text[pattern.size()] == 'T';
}

bool is_plain_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.-") == std::string_view::npos &&
           text.find_first_of("0123456789") != std::string_view::npos;
}

/// Of words with the same stems: only participles may differ ("complete", "completed"). A plural is
/// a noun of many things, and "acceptance" is not the value 'accepted'.
bool same_state(std::span<const std::string> words, const std::vector<std::string>& stored) {
    for (std::size_t i = 0; i < std::min(words.size(), stored.size()); ++i) {
        const std::string& a = words[i];
        const std::string& b = stored[i];
        const bool participle = a.ends_with("ed") && (b.ends_with("ed") || a.starts_with(b));
        if (a != b && !participle && !(b.ends_with("ed") && b.starts_with(a))) return false;
    }
    return true;
}

/// The last word is the plural of the stored one, the others are the same.
bool is_plural(std::span<const std::string> words, const std::vector<std::string>& stored) {
    if (words.empty() || words.size() != stored.size()) return false;
    const std::string& last = stored.back();
    return std::equal(stored.begin(), stored.end() - 1, words.begin()) &&
           (words.back() == last + "s" || words.back() == last + "es");
}

/// Tables before views, small ones first: names and codes live there.
std::vector<const Table*> in_reading_order(const database::Catalog& catalog) {
    std::vector<const Table*> tables;
    for (const Table& table : catalog.tables) tables.push_back(&table);
    std::stable_sort(tables.begin(), tables.end(), [](const Table* a, const Table* b) {
        const auto key = [](const Table* table) {
            return std::pair(table->is_view, table->row_estimate.value_or(0));
        };
        return key(a) < key(b);
    });
    return tables;
}

/// Fills the index from one table, statement by statement, until the time is over.
class TableReader {
  public:
    TableReader(Database& database, const IndexLimits& limits, ValueIndex& index,
                std::stop_token stop)
        : database_(database),
          limits_(limits),
          index_(index),
          stop_(std::move(stop)),
          end_(Clock::now() + limits.budget) {}

    void read(const Table& table) {
        std::vector<const Column*> columns;
        for (const Column& column : table.columns) {
            if (column.kind == database::Kind::text) columns.push_back(&column);
        }
        if (columns.empty()) return;
        const std::string from =
            database::quoted_table(database_.server_dialect(stop_), table.schema, table.name);
        if (read_whole(table, columns, from)) return;
        for (const Column* column : columns) read_distinct(table, *column, from);
    }

  private:
    std::optional<database::Rows> run(const std::string& sql, std::size_t rows) {
        constexpr std::chrono::milliseconds shortest{5};
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
        if (left < shortest) {
            index_.set_incomplete();
            return std::nullopt;
        }
        database::Limits statement;
        statement.rows = rows;
        statement.timeout = std::max(shortest, left / 2);
        auto result = database_.query(sql, statement, stop_);
        if (result) return std::move(result).value();
        // A broken view must not keep the rest from being read.
        if (result.error().code == Errc::timeout) index_.set_incomplete();
        return std::nullopt;
    }

    /// True when the whole table was read in one pass.
    bool read_whole(const Table& table, const std::vector<const Column*>& columns,
                    const std::string& from) {
        const auto most = static_cast<std::int64_t>(limits_.rows_at_once);
        if (table.row_estimate.value_or(0) > most) return false;
        std::vector<std::string> names;
        for (const Column* column : columns)
            names.push_back(database::quoted(database_.server_dialect(stop_), column->name));
        const auto rows =
            run(fmt::format("SELECT {} FROM {}", join(names, ", "), from), limits_.rows_at_once);
        if (!rows || rows->truncated) return !rows;
        for (std::size_t i = 0; i < columns.size(); ++i)
            take({.table = table, .column = *columns[i], .rows = *rows, .at = i});
        return true;
    }

    void read_distinct(const Table& table, const Column& column, const std::string& from) {
        const std::string name = database::quoted(database_.server_dialect(stop_), column.name);
        const auto rows =
            run(fmt::format("SELECT DISTINCT {} FROM {}", name, from), limits_.values_per_column);
        if (rows)
            take({.table = table, .column = column, .rows = *rows, .others = limits_.rows_at_once});
    }

    struct ColumnRows {
        const Table& table;
        const Column& column;
        const database::Rows& rows;
        std::size_t at = 0;      ///< Where the column stands in the rows.
        std::size_t others = 0;  ///< Rows that are in the table besides these.
    };

    void take(const ColumnRows& of) {
        std::unordered_set<std::string_view> seen;
        TextProfile profile{
            .dates = true, .numbers = true, .missing = of.column.nullable && of.rows.truncated};
        std::size_t known = of.others;
        for (std::size_t row = 0; row < of.rows.row_count(); ++row) {
            const database::Cell cell = of.rows.cell(row, of.at);
            profile.missing = profile.missing || cell.is_null();
            if (cell.is_null() || cell.kind == database::Kind::bytes) continue;
            ++known;
            if (!seen.insert(cell.text).second) continue;
            profile.dates = profile.dates && starts_with_date(cell.text);
            profile.numbers = profile.numbers && is_plain_number(cell.text);
            if (seen.size() <= limits_.values_per_column)
                index_.add(of.table, of.column, cell.text);
        }
        constexpr std::size_t rows_of_a_kind = 3;
        profile.repeats = known >= rows_of_a_kind * seen.size();
        profile.several = seen.size() > 1;
        if (seen.empty()) profile = {};
        index_.set_profile(of.column, profile);
    }

    Database& database_;
    const IndexLimits& limits_;
    ValueIndex& index_;
    std::stop_token stop_;
    Clock::time_point end_;
};

}

void ValueIndex::add(const Table& table, const Column& column, std::string_view value) {
    if (value.empty() || value.size() > max_value_bytes || !is_valid_utf8(value)) return;
    const std::vector<std::string> words = value_words(value);
    if (words.empty() || words.size() > max_value_words) return;
    longest_ = std::max(longest_, words.size());
    std::vector<std::string> stems;
    for (const std::string& word : words) stems.push_back(stemmer_->stem(word));
    const auto number = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({&table, &column, std::string(value)});
    by_words_[join(words, " ")].push_back(number);
    by_stems_[join(stems, " ")].push_back(number);
}

void ValueIndex::set_profile(const Column& column, TextProfile profile) {
    profiles_[&column] = profile;
}

std::vector<ValueLink> ValueIndex::find(std::span<const std::string> words,
                                        std::span<const std::string> stems) const {
    constexpr double cost_of_stem = 0.1;
    std::vector<ValueLink> links;
    const auto take = [&](const auto& map, const std::string& key, double cost) {
        const auto found = map.find(key);
        if (found == map.end()) return;
        // Whatever order the database gave them in.
        std::vector<std::uint32_t> numbers = found->second;
        std::sort(numbers.begin(), numbers.end(), [&](std::uint32_t a, std::uint32_t b) {
            const auto place = [&](std::uint32_t number) {
                const Entry& entry = entries_[number];
                return std::tie(entry.table, entry.column, entry.value);
            };
            return place(a) < place(b);
        });
        for (const std::uint32_t number : numbers) {
            const Entry& entry = entries_[number];
            const bool known = std::any_of(links.begin(), links.end(), [&](const ValueLink& link) {
                return link.column == entry.column && (cost > 0 || link.value == entry.value);
            });
            if (!known) links.push_back({entry.table, entry.column, entry.value, cost, false});
        }
    };
    take(by_words_, join(words, " "), 0);
    const std::size_t exact = links.size();
    take(by_stems_, join(stems, " "), cost_of_stem);
    for (std::size_t i = links.size(); i > exact; --i) {
        const std::vector<std::string> stored = value_words(links[i - 1].value);
        links[i - 1].plural = is_plural(words, stored);
        if (!links[i - 1].plural && !same_state(words, stored))
            links.erase(links.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
    return links;
}

TextProfile ValueIndex::profile(const Column& column) const {
    const auto found = profiles_.find(&column);
    return found == profiles_.end() ? TextProfile{} : found->second;
}

ValueIndex index_values(Database& database, const database::Catalog& catalog,
                        const IndexLimits& limits, std::stop_token stop) {
    ValueIndex index;
    TableReader reader(database, limits, index, stop);
    for (const Table* table : in_reading_order(catalog)) {
        throw_if_stopped(stop);
        reader.read(*table);
    }
    return index;
}

}
