#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::sessions {

/// The words of a search, without case and accents: runs of letters, digits and the marks upon
/// them, as SQLite's `unicode61` and PostgreSQL's `simple` see them. None when there are only
/// signs.
std::vector<std::string> search_words(std::string_view query);

/// Some of a text around the words that were searched for: one line of at most about 160 bytes,
/// with "…" where something was left out.
struct Excerpt {
    std::string text = {};
    /// The byte ranges (begin, end) of the words in it, in order, not overlapping.
    std::vector<std::pair<std::size_t, std::size_t>> marks = {};
};

/// Nothing unless all `words` (of search_words(), at least one) occur in `text`; the last may be a
/// word's beginning. Linear in the text. Pure.
std::optional<Excerpt> find_excerpt(std::string_view text, std::span<const std::string> words);

}
