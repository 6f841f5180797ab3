#include "cli/render/markdown_emphasis.h"

#include <algorithm>
#include <utility>

namespace askdb::cli {
namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view not_bold = "\x1b[22m";

/// The words between two markers at the front of `text`; empty when there are none.
std::string_view marked_words(std::string_view text, std::string_view marker) {
    if (!text.starts_with(marker)) return {};
    text.remove_prefix(marker.size());
    const std::size_t end = text.find(marker);
    if (end == std::string_view::npos) return {};
    const std::string_view words = text.substr(0, end);
    return words.starts_with(' ') || words.ends_with(' ') ? std::string_view() : words;
}

std::string with_bold_words(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::string_view marker = text.starts_with("**") ? "**" : "`";
        const std::string_view words = marked_words(text, marker);
        if (words.empty()) {
            const std::size_t taken = text.starts_with(marker) ? marker.size() : 1;
            out += text.substr(0, taken);
            text.remove_prefix(taken);
            continue;
        }
        out.append(bold).append(words).append(not_bold);
        text.remove_prefix(words.size() + 2 * marker.size());
    }
    return out;
}

/// The words of `## a heading`; empty for any other line.
std::string_view heading_words(std::string_view line) {
    constexpr std::size_t deepest = 6;
    const std::size_t depth = std::min(line.find_first_not_of('#'), line.size());
    if (depth == 0 || depth > deepest || !line.substr(depth).starts_with(' ')) return {};
    return line.substr(depth + 1);
}

void remove_all(std::string& text, std::string_view part) {
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;)
        text.erase(at, part.size());
}

}

std::string MarkdownEmphasis::feed(std::string_view text) {
    while (!text.empty()) {
        const std::size_t newline = text.find('\n');
        const std::size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
        take_part(text.substr(0, length));
        text.remove_prefix(length);
    }
    return std::exchange(out_, {});
}

std::string MarkdownEmphasis::finish() {
    out_ += shown_line(std::exchange(held_, {}));
    line_begins_ = true;
    in_fence_ = false;
    return std::exchange(out_, {});
}

/// `part` lies within one line, and ends it when it ends in a newline.
void MarkdownEmphasis::take_part(std::string_view part) {
    held_ += part;
    if (held_.ends_with('\n')) {
        held_.pop_back();
        out_ += shown_line(std::exchange(held_, {})) + "\n";
        line_begins_ = true;
        return;
    }
    const std::string_view fences = line_begins_ ? "`~" : "";
    const std::string_view markers = line_begins_ ? "#*`~" : "*`";
    const std::size_t clear =
        std::min(held_.find_first_of(in_fence_ ? fences : markers), held_.size());
    if (held_.substr(0, clear).find_first_not_of(' ') != std::string::npos) line_begins_ = false;
    out_ += held_.substr(0, clear);
    held_.erase(0, clear);
}

/// A line, or what was held of it, without its newline.
std::string MarkdownEmphasis::shown_line(std::string_view line) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const std::string_view words = line.substr(indent);
    const bool is_fence = line_begins_ && (words.starts_with("```") || words.starts_with("~~~"));
    if (is_fence) in_fence_ = !in_fence_;
    if (is_fence || in_fence_) return std::string(line);
    const std::string_view heading = line_begins_ ? heading_words(line) : std::string_view();
    if (heading.empty()) return with_bold_words(line);
    return std::string(bold) + without_emphasis(with_bold_words(heading)) + std::string(not_bold);
}

std::string without_emphasis(std::string text) {
    remove_all(text, bold);
    remove_all(text, not_bold);
    return text;
}

}
