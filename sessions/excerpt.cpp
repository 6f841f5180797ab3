#include "sessions/excerpt.h"

#include "libagent/base/text.h"
#include "sessions/one_line.h"

#include <utf8proc.h>

#include <algorithm>
#include <functional>

namespace askdb::sessions {
namespace {

constexpr std::size_t excerpt_bytes = 160;
constexpr std::size_t bytes_before = 48;  ///< Of the text before the first word.

using Range = std::pair<std::size_t, std::size_t>;

/// Letters, digits, the marks upon them, and what nobody but its owner can tell.
bool is_word_character(utf8proc_int32_t code_point) {
    switch (utf8proc_category(code_point)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
        case UTF8PROC_CATEGORY_CO: return true;
        default: return false;
    }
}

/// Calls `see` with the range of each word of valid UTF-8.
void each_word(std::string_view text, const std::function<void(Range)>& see) {
    std::size_t begin = std::string_view::npos;  // npos: not within a word.
    for (std::size_t at = 0; at <= text.size();) {
        utf8proc_int32_t code_point = ' ';
        utf8proc_ssize_t bytes = 1;
        if (at < text.size()) {
            bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &code_point);
            bytes = std::max<utf8proc_ssize_t>(bytes, 1);
        }
        if (is_word_character(code_point)) {
            if (begin == std::string_view::npos) begin = at;
        } else if (begin != std::string_view::npos) {
            see({begin, at});
            begin = std::string_view::npos;
        }
        at += static_cast<std::size_t>(bytes);
    }
}

std::string folded_word(std::string_view text, Range range) {
    return folded(text.substr(range.first, range.second - range.first));
}

/// Where the words occur, when all of them do.
std::vector<Range> find_all(std::string_view text, std::span<const std::string> words) {
    constexpr std::size_t most_ranges = 1000;  // More are in no excerpt.
    std::vector<Range> ranges;
    std::vector<bool> found(words.size(), false);
    each_word(text, [&](Range range) {
        const std::string word = folded_word(text, range);
        bool is_hit = false, is_first = false;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const bool is_last = i + 1 == words.size();
            if (is_last ? !word.starts_with(words[i]) : word != words[i]) continue;
            is_hit = true;
            is_first = is_first || !found[i];
            found[i] = true;
        }
        if (is_hit && (is_first || ranges.size() < most_ranges)) ranges.push_back(range);
    });
    if (std::find(found.begin(), found.end(), false) != found.end()) ranges.clear();
    return ranges;
}

/// The place at which the most words stand close together.
std::size_t densest(const std::vector<Range>& ranges) {
    std::size_t best = 0, most = 0;
    for (std::size_t i = 0, end = 0; i < ranges.size(); ++i) {
        end = std::max(end, i);  // A word may be wider than what is shown.
        while (end < ranges.size() &&
               ranges[end].second - ranges[i].first <= excerpt_bytes - bytes_before)
            ++end;
        if (end > i && end - i > most) {
            most = end - i;
            best = i;
        }
    }
    return best;
}

/// The stretch of `text` that is shown: whole words where there are some.
Range stretch_around(std::string_view text, Range word) {
    std::size_t begin = 0;
    if (word.first > bytes_before) {
        const std::string_view before = utf8_suffix(text.substr(0, word.first), bytes_before);
        const std::size_t space = before.find(' ');
        begin = word.first - before.size() + (space == std::string_view::npos ? 0 : space + 1);
    }
    if (text.size() - begin <= excerpt_bytes) return {begin, text.size()};
    const std::string_view kept = utf8_prefix(text.substr(begin), excerpt_bytes);
    const std::size_t space = kept.rfind(' ');
    const bool is_whole = space != std::string_view::npos && begin + space >= word.second;
    return {begin, begin + (is_whole ? space : kept.size())};
}

}

std::vector<std::string> search_words(std::string_view query) {
    const std::string valid = valid_utf8(query);
    std::vector<std::string> words;
    each_word(valid, [&](Range range) {
        if (std::string word = folded_word(valid, range); !word.empty())
            words.push_back(std::move(word));
    });
    return words;
}

std::optional<Excerpt> find_excerpt(std::string_view text, std::span<const std::string> words) {
    const std::string line = one_line(text);
    const std::vector<Range> ranges = find_all(line, words);
    if (ranges.empty()) return std::nullopt;
    const Range shown = stretch_around(line, ranges[densest(ranges)]);
    Excerpt excerpt{.text = shown.first > 0 ? "…" : ""};
    const std::size_t moved = excerpt.text.size();
    excerpt.text += std::string_view(line).substr(shown.first, shown.second - shown.first);
    for (const Range& range : ranges) {
        if (range.first < shown.first || range.first >= shown.second) continue;
        const std::size_t end = std::min(range.second, shown.second);
        excerpt.marks.emplace_back(range.first - shown.first + moved, end - shown.first + moved);
    }
    if (shown.second < line.size()) excerpt.text += "…";
    return excerpt;
}

}
