#include "libagent/database/files/load_notes.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <array>
#include <functional>

namespace askdb::database {
namespace {

struct NoteWords {
    ColumnNote note;
    std::string_view words;
};

constexpr std::array<NoteWords, 10> note_words = {{
    {ColumnNote::too_big,
     "numbers with more digits than a table of numbers keeps: read as texts, exactly as they are"},
    {ColumnNote::ambiguous_date,
     "dates that may be day/month or month/day: read as texts, exactly as they are"},
    {ColumnNote::day_first, "dates written day/month/year: read as such"},
    {ColumnNote::month_first, "dates written month/day/year: read as such"},
    {ColumnNote::year_first, "dates written year/month/day: read as such"},
    {ColumnNote::decimal_comma, "numbers with a decimal comma: read as such"},
    {ColumnNote::codes,
     "values like 1E5, which may be codes or numbers: read as texts, exactly as they are"},
    {ColumnNote::thousands,
     "numbers like 1.234, whose point may be one of thousands or a decimal one: read as texts, "
     "exactly as they are"},
    {ColumnNote::some_zones,
     "times of which only some have an offset from UTC: read as texts, exactly as they are"},
    {ColumnNote::both_marks,
     "numbers with a point, which may be no decimal one since others have a decimal comma: read as "
     "texts"},
}};

/// "'a', 'b', 'c' and 4 more"
std::string named(const std::vector<std::string>& names) {
    constexpr std::size_t most_named = 3, longest = 60;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most_named; ++i)
        text += fmt::format("{}'{}'", i == 0 ? "" : ", ", visible(clipped(names[i], longest)));
    if (names.size() > most_named) text += fmt::format(" and {} more", names.size() - most_named);
    return text;
}

}

std::vector<std::string> column_notes(std::string_view file, const std::vector<std::string>& names,
                                      const std::vector<ColumnType>& types) {
    std::vector<std::string> notes;
    const auto tell = [&](std::string_view words,
                          const std::function<bool(const ColumnType&)>& concerns) {
        std::vector<std::string> columns;
        for (std::size_t i = 0; i < types.size() && i < names.size(); ++i) {
            if (concerns(types[i])) columns.push_back(names[i]);
        }
        if (columns.empty()) return;
        notes.push_back(fmt::format("{}: {} {} {}", visible(file), named(columns),
                                    columns.size() == 1 ? "holds" : "hold", words));
    };
    for (const NoteWords& known : note_words)
        tell(known.words, [&](const ColumnType& type) { return type.note == known.note; });
    for (std::size_t i = 0; i < types.size() && i < names.size(); ++i) {
        if (types[i].note != ColumnNote::other_numbers) continue;
        notes.push_back(fmt::format(
            "{}: {} holds numbers in another spelling than 1234.5, like '{}': read as texts, whose "
            "sum() is wrong; rewrite them in the file, or in SQL with replace() and CAST",
            visible(file), named({names[i]}), visible(types[i].example)));
    }
    tell("times with an offset: converted to UTC",
         [](const ColumnType& type) { return type.has_zones; });
    tell("words or blanks for no value (NULL, NA, N/A, \\N, - or \"\"): read as NULL",
         [](const ColumnType& type) { return type.has_null_words; });
    return notes;
}

}
