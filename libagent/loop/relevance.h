#pragma once

#include "libagent/database/catalog.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::loop {

/// The words of a text in small letters (ASCII), those of one or two bytes left out.
std::vector<std::string> lower_words(std::string_view text);

/// What of a comment is shown and searched: when it is longer than 80 characters, its first
/// sentence, or what fits of that. Part of `comment`.
std::string_view short_comment(std::string_view comment);

/// Indices, those first in which the question is named most often, in names or comments (singular
/// or plural alike); equals in their own order. `question`: of lower_words().
std::vector<std::size_t> by_relevance(const std::vector<database::Table>& tables,
                                      const std::vector<std::string>& question);
std::vector<std::size_t> by_relevance(const std::vector<database::Column>& columns,
                                      const std::vector<std::string>& question);

}
