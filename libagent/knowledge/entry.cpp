#include "libagent/knowledge/entry.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <array>

namespace askdb::knowledge {
namespace {

constexpr std::array<std::string_view, 14> quote_marks = {"\"", "'", "`", "“", "”", "‘", "’",
                                                          "„",  "«", "»", "‹", "›", "¿", "¡"};
constexpr std::array<std::string_view, 13> end_marks = {"?",  "!",  ".",  ",",  ";",  ":", "…",
                                                        "？", "！", "。", "，", "：", "；"};
constexpr std::array<std::string_view, 3> wide_blanks = {"\u00a0", "\u202f", "\u3000"};

/// Bytes of the first of `marks` that `text` begins with; 0: of none.
template <std::size_t count>
std::size_t mark_at(std::string_view text, const std::array<std::string_view, count>& marks) {
    const auto found = std::find_if(marks.begin(), marks.end(),
                                    [&](std::string_view mark) { return text.starts_with(mark); });
    return found == marks.end() ? 0 : found->size();
}

bool is_ascii_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string with_plain_blanks(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t wide = mark_at(text, wide_blanks);
        const bool is_blank = wide > 0 || is_ascii_blank(text.front());
        if (!is_blank) out += text.front();
        if (is_blank && !out.empty() && out.back() != ' ') out += ' ';
        text.remove_prefix(wide > 0 ? wide : 1);
    }
    return std::string(trim(out));
}

/// Without the marks that end a word or a sentence.
std::string without_end_marks(std::string_view word) {
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (const std::string_view mark : end_marks) {
            if (!word.ends_with(mark)) continue;
            word.remove_suffix(mark.size());
            goes_on = true;
        }
    }
    return std::string(word);
}

std::string without_quotes(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t quote = mark_at(text, quote_marks);
        if (quote == 0) out += text.front();
        text.remove_prefix(std::max<std::size_t>(quote, 1));
    }
    return out;
}

}

std::string_view name_of(Verdict verdict) {
    return verdict == Verdict::good ? "good" : "bad";
}

std::optional<Verdict> find_verdict(std::string_view name) {
    if (name == "good") return Verdict::good;
    if (name == "bad") return Verdict::bad;
    return std::nullopt;
}

bool is_about(const Entry& entry, const Target& target) {
    return (entry.database.empty() || entry.database == target.database) &&
           (entry.dialect.empty() || entry.dialect == target.dialect);
}

std::string question_key(std::string_view question) {
    const std::string plain = with_plain_blanks(without_quotes(lower_ascii(question)));
    std::vector<std::string> words;
    for (const std::string& word : split(plain, ' ')) {
        std::string bare = without_end_marks(word);
        if (!bare.empty()) words.push_back(std::move(bare));
    }
    return join(words, " ");
}

std::string sql_key(std::string_view sql) {
    std::string key;
    char quote = '\0';  // Inside quotes every blank counts.
    for (const char c : trim(sql)) {
        const bool is_quote = c == '\'' || c == '"' || c == '`';
        if (quote == '\0' && is_quote) {
            quote = c;
        } else if (c == quote) {
            quote = '\0';
        }
        const bool is_blank = quote == '\0' && is_ascii_blank(c);
        if (!is_blank) key += c;
        if (is_blank && !key.ends_with(' ')) key += ' ';
    }
    while (key.ends_with(';') || key.ends_with(' ')) key.pop_back();
    return key;
}

std::string slug_of(std::string_view question) {
    constexpr std::size_t longest_slug = 60;
    std::string slug;
    for (const char c : folded(valid_utf8(question))) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_plain) slug += c;
        if (!is_plain && !slug.empty() && slug.back() != '-') slug += '-';
        if (slug.size() == longest_slug) break;
    }
    while (slug.ends_with('-')) slug.pop_back();
    return slug.empty() ? "question" : slug;
}

}
