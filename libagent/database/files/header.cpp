#include "libagent/database/files/header.h"

#include "libagent/base/text.h"
#include "libagent/database/files/data_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace askdb::database {
namespace {

/// Years in a row, as in a table with a column for each: names, although they are numbers.
bool is_year(std::string_view text) {
    constexpr std::string_view first = "1900", last = "2100";
    return text.size() == first.size() && text >= first && text <= last &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool are_years_in_a_row(const std::vector<RawCell>& cells) {
    constexpr std::size_t fewest = 2;
    std::vector<int> years;
    for (const RawCell& cell : cells) {
        if (is_year(cell.text)) years.push_back(std::stoi(std::string(cell.text)));
    }
    if (years.size() < fewest) return false;
    const int step = years[1] - years[0];
    for (std::size_t i = 1; i < years.size(); ++i) {
        if (years[i] - years[i - 1] != step) return false;
    }
    return step == 1 || step == -1;
}

}

KeptRecord::KeptRecord(const Record& record) : cells_(record.cells) {
    for (const RawCell& cell : record.cells) texts_.emplace_back(cell.text);
    for (std::size_t i = 0; i < texts_.size(); ++i) cells_[i].text = texts_[i];
}

FirstRecord judge_first_record(const std::vector<RawCell>& first,
                               std::span<const ColumnGuess> columns) {
    const bool years = are_years_in_a_row(first);
    bool above_values = false, is_first_of_all = true, all_distinct = true, has_name = false;
    std::set<std::string> words;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i].written == Written::missing) {
            all_distinct = false;
            // A table that was saved with its row numbers has no name above them.
            above_values |=
                i == 0 && !columns.empty() && columns[0].settle(false).type != FileType::text;
            continue;
        }
        const bool year = years && is_year(first[i].text);
        if (!year && !ColumnGuess::is_word(first[i])) return FirstRecord::row;
        has_name |= !year;
        all_distinct &= words.insert(lower_ascii(first[i].text)).second;
        if (i >= columns.size()) continue;
        above_values |= columns[i].would_differ(first[i]);
        is_first_of_all &= !columns[i].has_values();
    }
    if (above_values || (years && has_name)) return FirstRecord::header;
    const bool all_text = std::all_of(columns.begin(), columns.end(), [](const ColumnGuess& c) {
        return c.settle(false).type == FileType::text;
    });
    if (!all_distinct || !(is_first_of_all || all_text)) return FirstRecord::row;
    return is_first_of_all ? FirstRecord::header : FirstRecord::guessed_header;
}

std::vector<std::string> column_names(std::vector<std::string> texts) {
    constexpr std::size_t longest_name = 200;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::string& name = texts[i];
        std::replace_if(
            name.begin(), name.end(),
            [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
        name = std::string(utf8_prefix(trim(name), longest_name));
        if (name.empty()) name = fmt::format("column{}", i + 1);
    }
    make_distinct(texts);
    return texts;
}

}
