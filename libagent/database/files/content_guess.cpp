#include "libagent/database/files/content_guess.h"

#include "libagent/base/text.h"
#include "libagent/database/files/column_guess.h"
#include "libagent/database/files/csv_scanner.h"

#include <map>
#include <vector>

namespace askdb::database {
namespace {

constexpr std::size_t most_records_looked_at = 200;
constexpr double tabular_part = 0.9;  ///< Of the records, that have the same number of fields.

/// The records at the beginning, without blank lines and the one that is cut.
struct CsvSample {
    std::vector<std::size_t> widths;
    bool is_sound = true;

    CsvSample(std::string_view text, bool is_whole, char separator) {
        CsvScanner scanner(separator);
        std::vector<RawCell> cells;
        while (!text.empty() && widths.size() < most_records_looked_at) {
            const CsvScanner::Outcome outcome = scanner.scan(text, is_whole, cells);
            // As after a quoted field where another separator follows.
            is_sound = outcome != CsvScanner::Outcome::text_after_quote;
            if (outcome != CsvScanner::Outcome::record) break;
            text.remove_prefix(scanner.bytes());
            if (cells.size() > 1 || cells[0].written != Written::missing)
                widths.push_back(cells.size());
        }
    }
};

SeparatorGuess judged_separator(std::string_view text, bool is_whole, char separator) {
    const CsvSample sample(text, is_whole, separator);
    SeparatorGuess guess{.separator = separator, .records = sample.widths.size()};
    std::map<std::size_t, std::size_t> counts;
    for (const std::size_t width : sample.widths) ++counts[width];
    std::size_t most = 0;
    for (const auto& [width, count] : counts) {
        if (count < most) continue;
        most = count;
        guess.fields = width;
    }
    if (guess.records > 0 && sample.is_sound)
        guess.agreeing = static_cast<double>(most) / static_cast<double>(guess.records);
    return guess;
}

/// Most records agree; of few of them, all but one.
bool is_tabular(const SeparatorGuess& guess) {
    constexpr std::size_t fewest_for_exception = 3;
    if (guess.fields < 2 || guess.records < 2) return false;
    const double one_less =
        static_cast<double>(guess.records - 1) / static_cast<double>(guess.records);
    return guess.agreeing >= tabular_part ||
           (guess.records >= fewest_for_exception && guess.agreeing >= one_less);
}

bool is_better(const SeparatorGuess& a, const SeparatorGuess& b) {
    if ((a.fields > 1) != (b.fields > 1)) return a.fields > 1 && a.agreeing >= tabular_part;
    if (a.agreeing != b.agreeing) return a.agreeing > b.agreeing;
    return a.fields > b.fields;
}

/// Numbers or dates one below the other, perhaps below a name.
bool is_typed_column(std::string_view text, bool is_whole) {
    CsvScanner scanner(',');
    std::vector<RawCell> cells;
    ColumnGuess column;
    std::size_t records = 0;
    while (!text.empty() && records < most_records_looked_at &&
           scanner.scan(text, is_whole, cells) == CsvScanner::Outcome::record) {
        text.remove_prefix(scanner.bytes());
        if (cells.size() > 1) return false;
        if (cells[0].written == Written::missing) continue;
        if (++records == 1 && ColumnGuess::is_word(cells[0])) continue;
        column.see(cells[0]);
    }
    return records > 1 && column.settle(false).type != FileType::text;
}

/// Words with commas between them: each is followed by a blank, and nothing is in quotes.
bool reads_like_prose(std::string_view text, char separator) {
    if (separator != ',' || text.find('"') != std::string_view::npos) return false;
    for (std::size_t at = 0; (at = text.find(',', at)) != std::string_view::npos;) {
        ++at;
        if (at < text.size() && text[at] != ' ' && text[at] != '\n' && text[at] != '\r')
            return false;
    }
    return true;
}

std::string_view without_leading_blanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

/// A comma may be the decimal one of each field between semicolons, or one of its words.
bool are_commas_in_fields(const SeparatorGuess& commas, const SeparatorGuess& semicolons) {
    return semicolons.records > 1 && semicolons.fields > 1 && semicolons.agreeing == 1.0 &&
           commas.fields <= semicolons.fields + 1;
}

}

SeparatorGuess guess_separator(std::string_view beginning, bool is_whole) {
    SeparatorGuess best = judged_separator(beginning, is_whole, ',');
    const SeparatorGuess semicolons = judged_separator(beginning, is_whole, ';');
    if (is_better(semicolons, best) || are_commas_in_fields(best, semicolons)) best = semicolons;
    for (const char separator : {'\t', '|'}) {
        const SeparatorGuess guess = judged_separator(beginning, is_whole, separator);
        if (is_better(guess, best)) best = guess;
    }
    return best;
}

std::optional<char> declared_separator(std::string_view beginning) {
    constexpr std::string_view key = "sep=";
    if (beginning.size() <= key.size() ||
        !equal_ignoring_case(beginning.substr(0, key.size()), key))
        return std::nullopt;
    const char separator = beginning[key.size()];
    const bool is_last = beginning.size() == key.size() + 1;
    const char next = is_last ? '\n' : beginning[key.size() + 1];
    constexpr std::string_view usable = " \t!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    const bool is_usable = usable.find(separator) != std::string_view::npos;
    return is_usable && (next == '\n' || next == '\r') ? std::optional(separator) : std::nullopt;
}

std::optional<DataFormat> guess_format(std::string_view beginning, bool is_whole) {
    const std::string_view text = without_leading_blanks(beginning);
    if (text.starts_with('{')) {
        const std::string_view inside = without_leading_blanks(text.substr(1));
        if (inside.starts_with('"') || inside.starts_with('}')) return DataFormat::json;
    }
    if (text.starts_with('[')) {
        const std::string_view inside = without_leading_blanks(text.substr(1));
        if (inside.starts_with('{') || inside.starts_with(']')) return DataFormat::json;
    }
    if (declared_separator(beginning)) return DataFormat::csv;
    const SeparatorGuess guess = guess_separator(beginning, is_whole);
    if (is_tabular(guess) && !reads_like_prose(beginning, guess.separator))
        return guess.separator == '\t' ? DataFormat::tsv : DataFormat::csv;
    if (is_typed_column(beginning, is_whole)) return DataFormat::csv;
    return std::nullopt;
}

}
