#pragma once

#include "libagent/database/cache/cache_file.h"
#include "libagent/knowledge/entry.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace askdb::knowledge {

/// Finds kept questions that are like another one: by their words (stemmed as in English, without
/// accents), rare words first. In memory. Used by one thread at a time.
class QuestionIndex {
  public:
    explicit QuestionIndex(std::span<const Entry> entries);

    /// Indices of the entries that share a telling word with the question, the most like it first.
    std::vector<std::size_t> search(std::string_view question);

  private:
    database::CacheFile file_;
};

}
