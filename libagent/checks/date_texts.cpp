#include "libagent/checks/date_texts.h"

#include "libagent/base/ascii.h"
#include "libagent/base/stop.h"
#include "libagent/checks/written_number.h"

#include <algorithm>
#include <string_view>

namespace askdb::checks {
namespace {

constexpr std::size_t most_texts = 2'000, rows_between_text_stops = 4'096;

bool has_four_digits(std::string_view text) {
    std::size_t digits = 0;
    return std::any_of(text.begin(), text.end(), [&](char c) {
        digits = is_ascii_digit(c) ? digits + 1 : 0;
        return digits == 4;
    });
}

}

TextDates dates_in_texts(std::span<const ResultFacts> results, std::span<const DateFacts> dates,
                         const std::stop_token& stop) {
    TextDates found;
    std::size_t texts = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        for (const TextColumn& column : results[i].texts) {
            const bool is_known = std::any_of(
                dates[i].columns.begin(), dates[i].columns.end(),
                [&](const DateColumn& known) { return known.column() == column.column; });
            for (std::size_t row = 0; !is_known && row < results[i].rows; ++row) {
                if (row % rows_between_text_stops == 0) throw_if_stopped(stop);
                const database::Cell cell = results[i].result->rows.cell(row, column.column);
                if (cell.is_null() || !has_four_digits(cell.text)) continue;
                found.is_cut = ++texts > most_texts;
                if (found.is_cut) return found;
                for (const WrittenDate& date : find_dates(cell.text))
                    found.dates.push_back(
                        {.year = date.year, .month = date.month, .day = date.day});
            }
        }
    }
    return found;
}

}
