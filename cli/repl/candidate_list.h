#pragma once

#include "cli/repl/completer.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace askdb::cli::repl {

/// How a name answers to what was typed, the best first; always ignoring ASCII case.
enum class Nearness {
    beginning,    ///< It begins so.
    word,         ///< One of its words begins so: `orders` in work_orders.
    initials,     ///< The words' first letters: `wo` for work_orders.
    subsequence,  ///< From three letters on: they stand in it in this order.
};

/// Nothing when it does not answer at all. `typed` in lower case (ASCII). Linear but for names of
/// many words; allocates nothing; pure.
std::optional<Nearness> nearness(std::string_view name, std::string_view typed);

/// The same, of a line that begins so many bytes earlier.
Completion shifted(Completion completion, std::size_t by);

/// Collects what may stand in place of a word. Of those that are added only the nearest of all stay
/// (a beginning hides everything else), in the order in which they were added.
class CandidateList {
  public:
    /// `farthest`: what is less near is no candidate.
    explicit CandidateList(std::string_view typed, Nearness farthest = Nearness::subsequence);

    /// What goes into the line, and what is typed behind it when there is nothing else.
    struct Written {
        std::string text;
        std::string_view append = " ";  ///< Static.
        std::string shown = {};         ///< To choose from; empty: the text.
    };

    /// Adds what `write` makes when `name` is near enough.
    template <class Write>
    void add(std::string_view name, const Write& write) {
        if (const auto near = admitted(name, farthest_)) keep(write(), *near);
    }
    /// Only when it begins with what was typed, and something was.
    void add_keyword(std::string_view word, std::string_view append = " ");

    /// `begin`: of what was typed.
    Completion finish(std::size_t begin) &&;

  private:
    /// How near it is, when there is a place for it.
    std::optional<Nearness> admitted(std::string_view name, Nearness farthest) const;
    /// Forgets what is less near.
    void keep(Written written, Nearness near);

    std::string typed_;  ///< In lower case.
    bool is_upper_;      ///< Keywords are written in capitals.
    Nearness farthest_;
    Nearness nearest_;  ///< Of what is kept.
    std::vector<Written> kept_;
    std::unordered_set<std::string> seen_;
};

}
