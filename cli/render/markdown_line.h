#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

// What one line of Markdown begins, as CommonMark 0.30 says; lines without their newline.

/// The same line with tabs as blanks up to the next multiple of four columns.
std::string without_tabs(std::string_view line);

std::size_t indent_of(std::string_view line);
bool is_blank_line(std::string_view line);

/// The line without its first blanks, at most `columns` of them.
std::string_view outdented(std::string_view line, std::size_t columns);

/// How deep a line may be indented and still begin a block.
constexpr std::size_t deepest_block_indent = 3;

struct Fence {
    char mark = '`';
    std::size_t length = 0;
    std::size_t indent = 0;
    std::string language = {};  ///< In lower case; empty: not said.
};
std::optional<Fence> opening_fence(std::string_view line);
bool closes_fence(std::string_view line, const Fence& fence);

struct Heading {
    std::size_t level = 1;
    std::string_view words;
};
std::optional<Heading> heading_in(std::string_view line);

/// `---`, `* * *`, `___`; also `===`, the line below a heading of the old kind.
bool is_rule(std::string_view line);

struct ListMarker {
    std::string shown;          ///< "• ", "12. ".
    std::size_t indent = 0;     ///< Columns in front of it.
    std::size_t content = 0;    ///< Where the item's text begins.
    bool may_interrupt = true;  ///< Also a paragraph that goes on is ended by it.
};
std::optional<ListMarker> list_marker(std::string_view line);

/// `> `: how many bytes it has; 0: the line is no quotation.
std::size_t quote_marker(std::string_view line);

/// Whether the line, which has no container any more, can be nothing but text.
bool is_text_line(std::string_view line);

}
