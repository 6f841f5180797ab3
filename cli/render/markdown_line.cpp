#include "cli/render/markdown_line.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::cli {
namespace {

constexpr std::size_t code_indent = 4;

/// Where a list item's text begins: one blank behind its marker, or up to four.
std::size_t content_behind(std::string_view line, std::size_t marker_end) {
    const std::string_view rest = line.substr(marker_end);
    const std::size_t blanks = indent_of(rest);
    const bool is_bare = blanks == rest.size() || blanks > code_indent;
    return marker_end + (is_bare ? std::min<std::size_t>(1, rest.size()) : blanks);
}

bool ends_marker(std::string_view line, std::size_t end) {
    return end == line.size() || line[end] == ' ';
}

}

std::string without_tabs(std::string_view line) {
    constexpr std::size_t tab = 4;
    if (line.find('\t') == std::string_view::npos) return std::string(line);
    std::string out;
    std::size_t column = 0;
    while (!line.empty()) {
        const std::size_t before = std::min(line.find('\t'), line.size());
        out += line.substr(0, before);
        column += display_width(line.substr(0, before));
        line.remove_prefix(before);
        if (line.empty()) break;
        const std::size_t blanks = tab - column % tab;
        out.append(blanks, ' ');
        column += blanks;
        line.remove_prefix(1);
    }
    return out;
}

std::size_t indent_of(std::string_view line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

bool is_blank_line(std::string_view line) {
    return indent_of(line) == line.size();
}

std::string_view outdented(std::string_view line, std::size_t columns) {
    return line.substr(std::min(columns, indent_of(line)));
}

std::optional<Fence> opening_fence(std::string_view line) {
    constexpr std::size_t shortest = 3;
    const std::size_t indent = indent_of(line);
    line.remove_prefix(indent);
    if (indent > deepest_block_indent || line.empty()) return std::nullopt;
    const char mark = line.front();
    const std::size_t length = std::min(line.find_first_not_of(mark), line.size());
    if ((mark != '`' && mark != '~') || length < shortest) return std::nullopt;
    const std::string_view info = trim(line.substr(length));
    if (mark == '`' && info.find('`') != std::string_view::npos) return std::nullopt;
    return Fence{mark, length, indent, lower_ascii(info.substr(0, info.find_first_of(" {,")))};
}

bool closes_fence(std::string_view line, const Fence& fence) {
    if (indent_of(line) > deepest_block_indent) return false;
    line = trim(line);
    return line.size() >= fence.length &&
           line.find_first_not_of(fence.mark) == std::string_view::npos;
}

std::optional<Heading> heading_in(std::string_view line) {
    constexpr std::size_t deepest = 6;
    const std::size_t indent = indent_of(line);
    line.remove_prefix(indent);
    const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
    if (indent > deepest_block_indent || level == 0 || level > deepest) return std::nullopt;
    if (!ends_marker(line, level)) return std::nullopt;
    std::string_view words = trim(line.substr(level));
    const std::size_t last = words.find_last_not_of('#');
    const bool is_closed = last == std::string_view::npos || words[last] == ' ';
    if (is_closed) words = trim(words.substr(0, last == std::string_view::npos ? 0 : last));
    return Heading{level, words};
}

bool is_rule(std::string_view line) {
    constexpr std::size_t shortest = 3;
    if (indent_of(line) > deepest_block_indent) return false;
    line = trim(line);
    if (line.empty() || std::string_view("-*_=").find(line.front()) == std::string_view::npos)
        return false;
    const std::string_view allowed = line.front() == '=' ? "=" : " ";
    const auto is_mark = [&](char c) { return c == line.front(); };
    const bool is_made_of_it = std::all_of(
        line.begin(), line.end(), [&](char c) { return is_mark(c) || c == allowed.front(); });
    return is_made_of_it && std::count_if(line.begin(), line.end(), is_mark) >=
                                static_cast<std::ptrdiff_t>(shortest);
}

std::optional<ListMarker> list_marker(std::string_view line) {
    constexpr std::size_t most_digits = 9;
    const std::size_t indent = indent_of(line);
    const std::string_view rest = line.substr(indent);
    if (rest.empty() || is_rule(line)) return std::nullopt;
    ListMarker marker{.shown = "• ", .indent = indent};
    std::size_t end = 1;
    if (is_ascii_digit(rest.front())) {
        const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (digits > most_digits || digits == rest.size()) return std::nullopt;
        if (rest[digits] != '.' && rest[digits] != ')') return std::nullopt;
        end = digits + 1;
        marker.shown = std::string(rest.substr(0, end)) + " ";
        marker.may_interrupt = rest.substr(0, digits) == "1";
    } else if (std::string_view("-*+").find(rest.front()) == std::string_view::npos) {
        return std::nullopt;
    }
    if (!ends_marker(rest, end)) return std::nullopt;
    marker.content = content_behind(line, indent + end);
    if (is_blank_line(rest.substr(end))) marker.may_interrupt = false;
    return marker;
}

std::size_t quote_marker(std::string_view line) {
    const std::size_t indent = indent_of(line);
    if (indent > deepest_block_indent || !line.substr(indent).starts_with('>')) return 0;
    return indent + (line.substr(indent + 1).starts_with(' ') ? 2 : 1);
}

bool is_text_line(std::string_view line) {
    const std::string_view rest = line.substr(indent_of(line));
    return !rest.empty() && indent_of(line) <= deepest_block_indent && rest.front() != '|' &&
           !opening_fence(line) && !heading_in(line) && !is_rule(line) && !list_marker(line) &&
           quote_marker(line) == 0;
}

}
