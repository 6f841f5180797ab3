#include "cli/render/markdown_nesting.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::cli {
namespace {

constexpr std::size_t deepest_nesting_shown = 16;
constexpr std::string_view quote_bar = "│ ";
constexpr std::size_t quote_width = 2;

}

std::size_t MarkdownNesting::Container::width() const {
    return is_quote ? quote_width : display_width(marker);
}

bool MarkdownNesting::is_in_list() const {
    return !containers_.empty() && !containers_.back().is_quote;
}

std::size_t MarkdownNesting::match(std::string_view& line) const {
    std::size_t matched = 0;
    for (; matched < containers_.size(); ++matched) {
        const Container& container = containers_[matched];
        if (container.is_quote) {
            const std::size_t marker = quote_marker(line);
            if (marker == 0) break;
            line.remove_prefix(marker);
            continue;
        }
        constexpr std::size_t least_indent = 2;
        const std::size_t indent = indent_of(line);
        const bool is_nested_list = indent >= container.indent + least_indent && list_marker(line);
        if (indent < container.content && indent < line.size() && !is_nested_list) break;
        line = outdented(line, container.content);
    }
    return matched;
}

bool MarkdownNesting::match_code(std::string_view& line) const {
    for (const Container& container : containers_) {
        const std::size_t marker = container.is_quote ? quote_marker(line) : 0;
        if (container.is_quote && marker == 0) return false;
        line = container.is_quote ? line.substr(marker) : outdented(line, container.content);
    }
    return true;
}

bool MarkdownNesting::open(std::string_view& line, bool in_paragraph) {
    if (containers_.size() >= deepest_nesting_shown) return false;
    if (const std::size_t quote = quote_marker(line); quote > 0) {
        containers_.push_back({.is_quote = true});
        line.remove_prefix(quote);
        return true;
    }
    const auto marker = list_marker(line);
    if (!marker) return false;
    if (marker->indent > deepest_block_indent && !is_in_list()) return false;
    if (in_paragraph && !marker->may_interrupt && !is_in_list()) return false;
    containers_.push_back(
        {.marker = marker->shown, .indent = marker->indent, .content = marker->content});
    line.remove_prefix(marker->content);
    return true;
}

bool MarkdownNesting::close() {
    const bool is_unshown = !containers_.back().is_shown && !containers_.back().is_quote;
    if (!is_unshown) containers_.pop_back();
    return is_unshown;
}

/// The outermost container whose margin has room.
std::size_t MarkdownNesting::first_shown(std::size_t width) const {
    std::size_t room = width / 2, first = containers_.size();
    while (first > 0 && (width == 0 || containers_[first - 1].width() <= room)) {
        --first;
        if (width > 0) room -= containers_[first].width();
    }
    return first;
}

RowWrapper::Margins MarkdownNesting::margins(std::size_t width) {
    RowWrapper::Margins margins;
    for (std::size_t i = first_shown(width); i < containers_.size(); ++i) {
        const Container& container = containers_[i];
        if (container.is_quote) {
            append_run(margins.first, quote_bar, Style::dim);
            append_run(margins.next, quote_bar, Style::dim);
            continue;
        }
        const std::string blanks(container.width(), ' ');
        append_run(margins.first, container.is_shown ? blanks : container.marker, {});
        append_run(margins.next, blanks, {});
    }
    for (Container& container : containers_) container.is_shown = true;
    return margins;
}

std::string MarkdownNesting::blank_margin(std::size_t width) const {
    std::string margin;
    for (std::size_t i = first_shown(width); i < containers_.size(); ++i) {
        const Container& container = containers_[i];
        if (!container.is_shown) break;
        margin += container.is_quote ? std::string(quote_bar) : std::string(container.width(), ' ');
    }
    return margin.substr(0, margin.find_last_not_of(' ') + 1);
}

}
