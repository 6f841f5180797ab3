#include "libagent/checks/answer_code.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"

#include <algorithm>
#include <string_view>

namespace askdb::checks {
namespace {

using std::string_view;

/// Whether it reads as SQL, or as a program's lines.
bool is_statement(string_view code) {
    const std::vector<Word> words = words_of(code);
    if (words.empty()) return false;
    const auto has = [&](string_view wanted) {
        return std::any_of(words.begin(), words.end(),
                           [&](const Word& word) { return word.folded == wanted; });
    };
    const bool begins = in_list(
        "select insert update delete create alter drop explain pragma "
        "describe import def",
        words.front().folded);
    return begins || (has("select") && has("from")) || code.find(";\n") != string_view::npos ||
           code.find("; \n") != string_view::npos;
}

/// Whether a fenced block shows data: no language, or one that data has.
bool is_output(string_view first_line, string_view content) {
    const std::size_t begin = first_line.find_first_not_of("`~ \t\r");
    const string_view language =
        begin == string_view::npos
            ? string_view()
            : first_line.substr(begin, first_line.find_last_not_of(" \t\r") + 1 - begin);
    const bool may_be = language.empty() ||
                        in_list("text txt plain plaintext csv tsv json output table markdown md",
                                folded_word(language));
    return may_be && !is_statement(content);
}

/// Blanks a fenced block, of which `close` is the last line and `end` is behind it; its content
/// when that is kept, else nothing.
TextSpan blank_block(std::string& text, std::size_t open, std::size_t close, std::size_t end) {
    const string_view all = text;
    const std::size_t content = std::min(all.find('\n', open), close);
    if (!is_output(all.substr(open, content - open), all.substr(content, close - content))) {
        blank(text, open, end);
        return {};
    }
    blank(text, open, content);
    blank(text, close, end);
    return {content, close};
}

std::vector<TextSpan> blank_fences(std::string& text) {
    std::vector<TextSpan> kept;
    std::size_t open = std::string::npos;
    string_view fence;
    const std::string all = text;
    for (std::size_t line = 0; line < all.size();) {
        const std::size_t end = std::min(all.find('\n', line), all.size());
        string_view content = string_view(all).substr(line, end - line);
        content.remove_prefix(std::min(content.find_first_not_of(" \t\r"), content.size()));
        const bool ticks = content.starts_with("```"), tildes = content.starts_with("~~~");
        if (open == std::string::npos && (ticks || tildes)) {
            open = line;
            fence = ticks ? "```" : "~~~";
        } else if (open != std::string::npos && content.starts_with(fence)) {
            const TextSpan content_kept = blank_block(text, open, line, end);
            if (content_kept.end > 0) kept.push_back(content_kept);
            open = std::string::npos;
        }
        line = end + 1;
    }
    if (open != std::string::npos) blank(text, open, text.size());
    return kept;
}

/// "816", "€1,200", "79 orders": an amount, and nothing that computes or names.
bool is_amount(string_view code) {
    constexpr string_view fronts[] = {"-", "~", "€", "$", "£", " "};
    bool again = true;
    while (again) {
        again = false;
        for (const string_view front : fronts) {
            if (!code.starts_with(front)) continue;
            code.remove_prefix(front.size());
            again = true;
        }
    }
    return !code.empty() && is_ascii_digit(code[0]) &&
           code.find_first_of("<>=()[]{};:/\\_'\"*|+") == string_view::npos && !is_statement(code);
}

void blank_inline_code(std::string& text) {
    for (std::size_t i = text.find('`'); i != std::string::npos; i = text.find('`', i)) {
        std::size_t ticks = i;
        while (ticks < text.size() && text[ticks] == '`') ++ticks;
        const std::string mark(ticks - i, '`');
        const std::size_t close = text.find(mark, ticks);
        const std::size_t paragraph = text.find("\n\n", ticks);
        if (close == std::string::npos || close > paragraph) {
            i = ticks;
            continue;
        }
        const std::size_t end = close + mark.size();
        if (is_amount(string_view(text).substr(ticks, close - ticks))) {
            blank(text, i, ticks);
            blank(text, close, end);
        } else {
            blank(text, i, end);
        }
        i = end;
    }
}

/// What a full-width sign at `i` is as ASCII: a digit, or a comma, point or percent sign; 0: none.
char narrow_at(string_view text, std::size_t i) {
    constexpr string_view wide[] = {"０", "１", "２", "３", "４", "５", "６",
                                    "７", "８", "９", "，", "．", "％"};
    constexpr string_view narrow = "0123456789,.%";
    for (std::size_t n = 0; n < narrow.size(); ++n) {
        if (text.substr(i).starts_with(wide[n])) return narrow[n];
    }
    return 0;
}

}

void blank(std::string& text, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < std::min(end, text.size()); ++i) {
        if (text[i] != '\n') text[i] = ' ';
    }
}

std::vector<TextSpan> blank_code(std::string& text) {
    std::vector<TextSpan> kept = blank_fences(text);
    blank_inline_code(text);
    return kept;
}

void narrow_digits(std::string& text) {
    constexpr char lead = '\xEF';  // Of the block of full-width forms.
    constexpr std::size_t bytes = 3;
    for (std::size_t i = text.find(lead); i != std::string::npos; i = text.find(lead, i)) {
        std::string digits;
        std::size_t end = i;
        for (char c = narrow_at(text, end); c != 0; c = narrow_at(text, end)) {
            // A comma between two digits may group; one behind them ends the clause.
            const bool is_mark = c == ',' || c == '.';
            const char next = is_mark ? narrow_at(text, end + bytes) : '0';
            if (digits.empty() ? !is_ascii_digit(c) : !is_ascii_digit(next)) break;
            digits += c;
            end += bytes;
        }
        if (digits.empty()) {
            ++i;
            continue;
        }
        blank(text, i, end);
        text.replace(end - digits.size(), digits.size(), digits);
        i = end;
    }
}

}
