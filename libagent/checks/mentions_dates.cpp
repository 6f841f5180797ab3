#include "libagent/base/ascii.h"
#include "libagent/base/stop.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/mention_finder.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr std::size_t rows_between_looks = 4'096;  // For a stop.

bool is_same_date(const WrittenDate& a, const WrittenDate& b) {
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

/// Of each date the first that is the same: what is said often is looked for once.
std::vector<std::size_t> first_same(const std::vector<WrittenDate>& dates) {
    std::vector<std::size_t> firsts;
    for (const WrittenDate& date : dates) {
        std::size_t first = 0;
        while (!is_same_date(dates[first], date)) ++first;
        firsts.push_back(first);
    }
    return firsts;
}

/// "YYYY-MM" of a cell that is a date, and its day; a month of 0 when it is none.
WrittenDate cell_date(string_view cell) {
    constexpr std::size_t longest_date = 35;
    if (cell.size() < 4 || cell.size() > longest_date || !is_ascii_digit(cell[0])) return {};
    const auto number = [&](std::size_t at, std::size_t count) {
        int value = 0;
        for (std::size_t i = at; i < at + count; ++i) {
            if (i >= cell.size() || !is_ascii_digit(cell[i])) return 0;
            value = value * 10 + (cell[i] - '0');
        }
        return value;
    };
    if (cell.size() > 4 && cell[4] != '-') return {};
    return {.begin = 0,
            .end = cell.size(),
            .year = number(0, 4),
            .month = number(5, 2),
            .day = number(8, 2)};
}

}

bool MentionFinder::is_bound(std::size_t begin) const {
    const auto behind =
        std::lower_bound(tokens_.begin(), tokens_.end(), begin,
                         [](const NameToken& token, std::size_t b) { return token.begin < b; });
    for (auto token = behind; token != tokens_.begin() && behind - token < 2;) {
        --token;
        if (in_list(
                "until till since before after from to between through bis seit ab vor nach jusqu "
                "depuis desde hasta",
                token->folded))
            return true;
        if (!in_list("the en end beginning of", token->folded)) return false;
    }
    return false;
}

void MentionFinder::search_dates(std::size_t result, std::size_t column) {
    if (dates_.empty()) return;
    const ResultFacts& facts = search_.results[result];
    const std::vector<std::size_t> firsts = first_same(dates_);
    std::vector<std::vector<std::uint32_t>> rows(dates_.size());
    constexpr std::size_t patience = 20;
    std::size_t misses = 0;
    for (std::size_t row = 0; row < facts.rows; ++row) {
        if (row % rows_between_looks == 0) throw_if_stopped(search_.stop);
        const database::Cell cell = facts.result->rows.cell(row, column);
        if (cell.is_null()) continue;
        const WrittenDate held = cell_date(cell.text);
        if (held.year == 0 && ++misses > patience) return;
        for (std::size_t i = 0; i < dates_.size(); ++i) {
            const WrittenDate& date = dates_[i];
            const bool fits = firsts[i] == i && held.year != 0 &&
                              (date.year == 0 || date.year == held.year) &&
                              (date.month == 0 || date.month == held.month) &&
                              (date.day == 0 || date.day == held.day);
            if (fits) rows[i].push_back(static_cast<std::uint32_t>(row));
        }
    }
    add_dates({.result = result, .column = column, .how = Mention::How::date}, firsts,
              std::move(rows));
}

/// One mention for each date whose first like it has rows.
void MentionFinder::add_dates(Mention mention, const std::vector<std::size_t>& firsts,
                              std::vector<std::vector<std::uint32_t>> rows) {
    std::vector<SharedRows> shared;
    for (std::size_t i = 0; i < dates_.size(); ++i) {
        shared.push_back(firsts[i] == i ? SharedRows(std::move(rows[i])) : shared[firsts[i]]);
        if (shared.back().empty()) continue;
        mention.begin = dates_[i].begin;
        mention.end = dates_[i].end;
        mention.rows = shared.back();
        mention.is_bound = is_bound(dates_[i].begin);
        found_.push_back(mention);
    }
}

/// Columns of years are numbers to the rest of the checks.
void MentionFinder::search_years(std::size_t result, const NumberColumn& column) {
    constexpr double first_year = 1900, last_year = 2100;
    if (!column.is_whole || column.least() < first_year || column.most() > last_year) return;
    const std::vector<std::size_t> firsts = first_same(dates_);
    std::vector<std::vector<std::uint32_t>> rows(dates_.size());
    for (std::size_t i = 0; i < dates_.size(); ++i) {
        if (dates_[i].month != 0 || firsts[i] != i) continue;
        throw_if_stopped(search_.stop);
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            if (column.values[row] == dates_[i].year)
                rows[i].push_back(static_cast<std::uint32_t>(row));
        }
    }
    add_dates({.result = result, .column = column.column, .how = Mention::How::date}, firsts,
              std::move(rows));
}

/// "order 1042", where the column is called `work_order_id`.
void MentionFinder::search_keys(std::size_t result, const NumberColumn& column) {
    if (!column.is_id) return;
    for (const WrittenNumber& number : search_.numbers) {
        if (!number.is_whole || number.is_word) continue;
        const auto behind =
            std::lower_bound(tokens_.begin(), tokens_.end(), number.begin,
                             [](const NameToken& token, std::size_t b) { return token.begin < b; });
        if (behind == tokens_.begin()) continue;
        const std::string& before = std::prev(behind)->folded;
        if (before != "id" &&
            std::find(column.name.begin(), column.name.end(), before) == column.name.end())
            continue;
        Mention mention{.begin = number.begin,
                        .end = number.end,
                        .result = result,
                        .column = column.column,
                        .how = Mention::How::key,
                        .rows = {}};
        throw_if_stopped(search_.stop);
        const double key = number.readings.front().value;
        if (!std::binary_search(column.sorted.begin(), column.sorted.end(), key)) continue;
        std::vector<std::uint32_t> rows;
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            if (column.values[row] == key) rows.push_back(static_cast<std::uint32_t>(row));
        }
        mention.rows = SharedRows(std::move(rows));
        if (!mention.rows.empty()) found_.push_back(std::move(mention));
    }
}

}
