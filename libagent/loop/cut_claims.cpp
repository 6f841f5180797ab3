#include "libagent/loop/cut_claims.h"

#include "libagent/base/text.h"
#include "libagent/loop/rested_steps.h"

#include <algorithm>
#include <array>

namespace askdb::loop {
namespace {

/// In English, German, French and Spanish.
constexpr std::array<std::string_view, 24> words_of_a_part = {
    "first",   "at least", "more than",  "over ",    "only",     "cut",    "truncated", "limit",
    "partial", "sample",   "mindestens", "mehr als", "erste",    "nur",    "auszug",    "au moins",
    "plus de", "premi",    "seulement",  "tronqu",   "al menos", "primer", "más de",    "solo"};

/// The line around a place, in lower case as far as that is ASCII.
std::string line_around(std::string_view text, std::size_t at) {
    const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    return lower_ascii(text.substr(begin, std::min(text.find('\n', at), text.size()) - begin));
}

bool says_that_it_is_a_part(std::string_view text, std::size_t at) {
    const std::string line = line_around(text, at);
    return std::any_of(words_of_a_part.begin(), words_of_a_part.end(),
                       [&](std::string_view word) { return line.find(word) != line.npos; });
}

}

bool is_of_cut_result(const AnswerUnderCheck& check, const chat::Claim& claim) {
    if (claim.verdict != "verified" || claim.source.find(": row ") != std::string::npos)
        return false;
    const std::vector<std::string> handles = handles_in(claim.source);
    const bool is_cut = std::any_of(handles.begin(), handles.end(), [&](const std::string& handle) {
        const results::StoredResult* const result = check.results.find(handle);
        return result != nullptr && result->rows.truncated;
    });
    return is_cut && !says_that_it_is_a_part(check.answer.response, claim.begin);
}

}
