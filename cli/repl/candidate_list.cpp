#include "cli/repl/candidate_list.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <utility>

namespace askdb::cli::repl {
namespace {

constexpr std::size_t fewest_letters_of_subsequence = 3;

bool is_ascii_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_letter_or_digit(char c) {
    return is_ascii_capital(c) || (c >= 'a' && c <= 'z') || is_ascii_digit(c) ||
           static_cast<unsigned char>(c) >= 0x80;
}

char ascii_small(char c) {
    return is_ascii_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

bool begins_with_typed(std::string_view name, std::string_view typed) {
    return name.size() >= typed.size() &&
           std::equal(typed.begin(), typed.end(), name.begin(),
                      [](char a, char b) { return a == ascii_small(b); });
}

/// Where a word of the name begins: behind a sign, and at the capital of `siteId`.
bool begins_word(std::string_view name, std::size_t i) {
    if (!is_letter_or_digit(name[i])) return false;
    if (i == 0 || !is_letter_or_digit(name[i - 1])) return true;
    return is_ascii_capital(name[i]) && !is_ascii_capital(name[i - 1]);
}

bool has_typed_word(std::string_view name, std::string_view typed) {
    for (std::size_t i = 1; i + typed.size() <= name.size(); ++i) {
        if (ascii_small(name[i]) == typed.front() && begins_word(name, i) &&
            begins_with_typed(name.substr(i), typed))
            return true;
    }
    return false;
}

/// Whether the letters of `typed` stand in the name in this order; with `words_only`, each at the
/// beginning of a word.
bool has_typed_letters(std::string_view name, std::string_view typed, bool words_only) {
    std::size_t next = 0;
    for (std::size_t i = 0; i < name.size() && next < typed.size(); ++i) {
        if (ascii_small(name[i]) == typed[next] && (!words_only || begins_word(name, i))) ++next;
    }
    return next == typed.size();
}

}

std::optional<Nearness> nearness(std::string_view name, std::string_view typed) {
    if (begins_with_typed(name, typed)) return Nearness::beginning;
    // What follows needs it, and most names fail here.
    if (!has_typed_letters(name, typed, false)) return std::nullopt;
    if (has_typed_word(name, typed)) return Nearness::word;
    if (typed.size() < 2) return std::nullopt;
    if (has_typed_letters(name, typed, true)) return Nearness::initials;
    if (typed.size() < fewest_letters_of_subsequence) return std::nullopt;
    return Nearness::subsequence;
}

Completion shifted(Completion completion, std::size_t by) {
    completion.begin += by;
    return completion;
}

CandidateList::CandidateList(std::string_view typed, Nearness farthest)
    : typed_(lower_ascii(typed)),
      is_upper_(!typed.empty() && is_ascii_capital(typed.back())),
      farthest_(farthest),
      nearest_(farthest) {}

std::optional<Nearness> CandidateList::admitted(std::string_view name, Nearness farthest) const {
    // Once there are enough, only what is nearer than they are matters.
    const bool is_full = kept_.size() == most_candidates;
    const bool is_beginning = begins_with_typed(name, typed_);
    if (!is_beginning && (farthest == Nearness::beginning || nearest_ == Nearness::beginning ||
                          (is_full && nearest_ == Nearness::word)))
        return std::nullopt;
    const std::optional<Nearness> near =
        is_beginning ? Nearness::beginning : nearness(name, typed_);
    if (!near || *near > nearest_ || (is_full && *near == nearest_)) return std::nullopt;
    return near;
}

void CandidateList::keep(Written written, Nearness near) {
    // What a terminal must not get cannot be typed either.
    if (visible(written.text) != written.text) return;
    if (near < nearest_) {
        kept_.clear();
        seen_.clear();
        nearest_ = near;
    }
    if (seen_.insert(written.text).second) kept_.push_back(std::move(written));
}

void CandidateList::add_keyword(std::string_view word, std::string_view append) {
    if (typed_.empty() || !admitted(word, Nearness::beginning)) return;
    keep({is_upper_ ? upper_ascii(word) : std::string(word), append}, Nearness::beginning);
}

Completion CandidateList::finish(std::size_t begin) && {
    Completion completion{.begin = begin};
    if (kept_.size() == 1) completion.append = kept_.front().append;
    const bool says_more = std::any_of(kept_.begin(), kept_.end(),
                                       [](const Written& one) { return !one.shown.empty(); });
    for (Written& written : kept_) {
        if (says_more)
            completion.shown.push_back(written.shown.empty() ? written.text : written.shown);
        completion.candidates.push_back(std::move(written.text));
    }
    return completion;
}

}
