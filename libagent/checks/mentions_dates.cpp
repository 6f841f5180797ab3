#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/mention_finder.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using std::string_view;

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
    std::vector<Mention> mentions;
    for (const WrittenDate& date : dates_)
        mentions.push_back({.begin = date.begin,
                            .end = date.end,
                            .result = result,
                            .column = column,
                            .how = Mention::How::date,
                            .rows = {},
                            .is_bound = is_bound(date.begin)});
    constexpr std::size_t patience = 20;
    std::size_t misses = 0;
    for (std::size_t row = 0; row < facts.rows; ++row) {
        const database::Cell cell = facts.result->rows.cell(row, column);
        if (cell.is_null()) continue;
        const WrittenDate held = cell_date(cell.text);
        if (held.year == 0 && ++misses > patience) return;
        for (std::size_t i = 0; i < dates_.size(); ++i) {
            const WrittenDate& date = dates_[i];
            const bool fits = held.year != 0 && (date.year == 0 || date.year == held.year) &&
                              (date.month == 0 || date.month == held.month) &&
                              (date.day == 0 || date.day == held.day);
            if (fits) mentions[i].rows.push_back(static_cast<std::uint32_t>(row));
        }
    }
    for (Mention& mention : mentions) {
        if (!mention.rows.empty()) found_.push_back(std::move(mention));
    }
}

/// Columns of years are numbers to the rest of the checks.
void MentionFinder::search_years(std::size_t result, const NumberColumn& column) {
    constexpr double first_year = 1900, last_year = 2100;
    if (!column.is_whole || column.least() < first_year || column.most() > last_year) return;
    for (const WrittenDate& date : dates_) {
        Mention mention{.begin = date.begin,
                        .end = date.end,
                        .result = result,
                        .column = column.column,
                        .how = Mention::How::date,
                        .rows = {},
                        .is_bound = is_bound(date.begin)};
        if (date.month != 0) continue;
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            if (column.values[row] == date.year)
                mention.rows.push_back(static_cast<std::uint32_t>(row));
        }
        if (!mention.rows.empty()) found_.push_back(std::move(mention));
    }
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
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            if (column.values[row] == number.readings.front().value)
                mention.rows.push_back(static_cast<std::uint32_t>(row));
        }
        if (!mention.rows.empty()) found_.push_back(std::move(mention));
    }
}

}
