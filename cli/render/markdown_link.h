#pragma once

#include <cstddef>
#include <string_view>

namespace askdb::cli {

/// How far a marker's partner may be: more is not held back.
constexpr std::size_t farthest_markdown_partner = 2u << 10;

constexpr bool is_markdown_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

/// A link as it stands in a text, which its parts point into.
struct MarkdownLink {
    enum class State { none, undecided, whole } state = State::none;
    std::string_view words = {}, address = {};
    std::size_t bytes = 0;  ///< Of all of it.
};

/// `[words](address "title")` at the front of `text`, which begins with the bracket; undecided when
/// more of the text may make one.
MarkdownLink link_at(std::string_view text);

/// `<https://…>` at the front of `text`.
MarkdownLink autolink_at(std::string_view text);

}
