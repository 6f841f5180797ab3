#pragma once

#include "libagent/checks/answer_text.h"

#include <cstddef>
#include <vector>

namespace askdb::checks {

/// A place of the answer that may be a name.
struct NameCandidate {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t words = 0;
    bool is_quoted = false;
    bool begins_sentence = false;
};

/// Texts between quotes, and runs of capitalised words (with "&", "of" and the like between; at the
/// beginning of a sentence also without the first word), in order; none of the first rows of
/// tables. Pure.
std::vector<NameCandidate> name_candidates(const AnswerText& text);

}
