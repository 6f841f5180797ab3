#include "libagent/checks/answer_text.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_code.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using std::string_view;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/// The first offset from `i` on, within the line, that is no blank.
std::size_t skip_blanks(string_view text, std::size_t i) {
    while (i < text.size() && is_blank(text[i])) ++i;
    return i;
}

void blank_addresses(std::string& text) {
    for (std::size_t i = text.find("://"); i != std::string::npos; i = text.find("://", i + 1)) {
        std::size_t begin = i, end = i;
        while (begin > 0 && text[begin - 1] >= 'a' && text[begin - 1] <= 'z') --begin;
        while (end < text.size() &&
               string_view(" \t\n\r)>\"'|").find(text[end]) == string_view::npos)
            ++end;
        blank(text, begin, end);
    }
}

/// The length of "1." or "12)" at the start of `line`, with the blank behind it; 0 when it has
/// none.
std::size_t list_number(string_view line) {
    constexpr std::size_t most_digits = 3;
    std::size_t digits = 0;
    while (digits < line.size() && is_ascii_digit(line[digits])) ++digits;
    if (digits == 0 || digits > most_digits || digits + 1 >= line.size()) return 0;
    const bool marked = line[digits] == '.' || line[digits] == ')';
    return marked && is_blank(line[digits + 1]) ? digits + 2 : 0;
}

/// "2." , "2.1" or "2" before the words of a heading.
std::size_t heading_number(string_view line) {
    std::size_t i = 0;
    while (i < line.size() && (is_ascii_digit(line[i]) || line[i] == '.' || line[i] == ')')) ++i;
    constexpr std::size_t longest = 6;
    return i > 0 && i <= longest && i < line.size() && is_blank(line[i]) ? i : 0;
}

void blank_numbering(std::string& text) {
    for (std::size_t line = 0; line < text.size();) {
        const std::size_t end = std::min(text.find('\n', line), text.size());
        std::size_t i = skip_blanks(text, line);
        while (i < end && (text[i] == '>' || is_blank(text[i]))) ++i;
        std::size_t marks = i;
        while (marks < end && text[marks] == '#') ++marks;
        if (marks > i) {
            const std::size_t words = skip_blanks(text, marks);
            blank(text, i, words + heading_number(string_view(text).substr(words, end - words)));
        } else {
            if (i + 1 < end && string_view("-*+").find(text[i]) != string_view::npos &&
                is_blank(text[i + 1])) {
                blank(text, i, i + 1);
                i = skip_blanks(text, i + 1);
            }
            while (i < end && text[i] == '*') ++i;
            blank(text, i, i + list_number(string_view(text).substr(i, end - i)));
        }
        line = end + 1;
    }
}

void blank_emphasis(std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '*' || (text[i] == '_' && i + 1 < text.size() && text[i + 1] == '_')) {
            blank(text, i, i + (text[i] == '_' ? 2 : 1));
        }
    }
}

/// Whether what stands behind a full stop at `i` begins a new sentence: blanks, then a capital, a
/// quote or a bracket. Letters beyond ASCII count as capitals.
bool sentence_ends(string_view plain, std::size_t i, std::size_t end) {
    if (plain[i] != '.' && plain[i] != '!' && plain[i] != '?') return false;
    const std::size_t next = skip_blanks(plain, i + 1);
    if (next == i + 1 || next >= end) return false;
    const auto c = static_cast<unsigned char>(plain[next]);
    constexpr unsigned char beyond_ascii = 0x80;
    return (c >= 'A' && c <= 'Z') || c >= beyond_ascii || c == '"' || c == '(' || c == '\'' ||
           (is_ascii_digit(plain[next]) && i > 1 && plain[i - 1] >= 'a' && plain[i - 1] <= 'z' &&
            plain[i - 2] >= 'a' && plain[i - 2] <= 'z' && i > 3 && plain[i - 3] != ' ');
}

void add_sentences(AnswerText& text, std::size_t begin, std::size_t end) {
    const string_view plain = text.plain;
    for (std::size_t i = begin; i < end; ++i) {
        if (!sentence_ends(plain, i, end)) continue;
        text.units.push_back({.begin = begin, .end = i + 1});
        begin = i + 1;
    }
    if (skip_blanks(plain, begin) < end) text.units.push_back({.begin = begin, .end = end});
}

void mark_code(AnswerText& text, const std::vector<TextSpan>& code) {
    auto span = code.begin();
    for (AnswerUnit& unit : text.units) {
        while (span != code.end() && span->end <= unit.begin) ++span;
        unit.is_code = span != code.end() && span->begin <= unit.begin;
    }
}

/// "|---|:--:|": the line below a table's first row.
bool is_rule(string_view line) {
    return line.find('-') != string_view::npos &&
           line.find_first_not_of("|-: \t\r") == string_view::npos;
}

}

std::size_t AnswerText::unit_at(std::size_t offset) const {
    const auto behind =
        std::upper_bound(units.begin(), units.end(), offset,
                         [](std::size_t at, const AnswerUnit& unit) { return at < unit.begin; });
    if (behind == units.begin() || offset >= std::prev(behind)->end) return std::string::npos;
    return static_cast<std::size_t>(std::prev(behind) - units.begin());
}

std::size_t AnswerText::written_begin(std::string_view answer, std::size_t offset) const {
    if (plain[offset] == answer[offset]) return offset;
    constexpr unsigned char beyond_ascii = 0x80;
    while (offset > 0 && plain[offset - 1] == ' ' &&
           static_cast<unsigned char>(answer[offset - 1]) >= beyond_ascii)
        --offset;
    return offset;
}

AnswerText read_answer(std::string_view answer) {
    AnswerText text{.plain = std::string(answer), .units = {}};
    const std::vector<TextSpan> code = blank_code(text.plain);
    narrow_digits(text.plain);
    blank_addresses(text.plain);
    blank_numbering(text.plain);
    blank_emphasis(text.plain);
    std::size_t header = std::string::npos;
    for (std::size_t line = 0; line < answer.size();) {
        const std::size_t end = std::min(answer.find('\n', line), answer.size());
        const string_view content = answer.substr(line, end - line);
        const std::size_t first = skip_blanks(answer, line);
        const bool is_row = first < end && answer[first] == '|' &&
                            content.find('|', first - line + 1) != string_view::npos;
        if (!is_row) {
            header = std::string::npos;
            add_sentences(text, line, end);
        } else if (!is_rule(content)) {
            if (header == std::string::npos) header = text.units.size();
            text.units.push_back(
                {.begin = line, .end = end, .is_table_row = true, .header = header});
        }
        line = end + 1;
    }
    mark_code(text, code);
    return text;
}

std::vector<TableCell> table_cells(const AnswerText& text, const AnswerUnit& row) {
    std::vector<TableCell> cells;
    const string_view plain = text.plain;
    std::size_t begin = skip_blanks(plain, row.begin) + 1;
    while (begin < row.end) {
        const std::size_t end = std::min(plain.find('|', begin), row.end);
        if (end == row.end && skip_blanks(plain, begin) >= row.end) break;
        cells.push_back({begin, end});
        begin = end + 1;
    }
    return cells;
}

}
