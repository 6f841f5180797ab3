#include "libagent/checks/answer_clauses.h"

#include "libagent/checks/answer_words.h"

#include <algorithm>
#include <utility>

namespace askdb::checks {
namespace {

using std::string_view;

bool names_rows(const Mention& mention) {
    return mention.how != Mention::How::shared && !mention.is_bound;
}

class ClauseFinder {
  public:
    explicit ClauseFinder(const ClauseSearch& search)
        : search_(search),
          unit_(search.unit),
          first_number_(search.first_number),
          end_number_(search.end_number) {
        const auto at = [&](std::size_t offset) {
            const auto found = std::lower_bound(
                search.mentions.begin(), search.mentions.end(), offset,
                [](const Mention& mention, std::size_t o) { return mention.begin < o; });
            return static_cast<std::size_t>(found - search.mentions.begin());
        };
        first_mention_ = at(unit_.begin);
        end_mention_ = at(unit_.end);
    }

    std::vector<Clause> find();

  private:
    bool splits_at(std::size_t i, std::size_t& end, std::size_t begin) const;
    bool has_number(std::size_t begin, std::size_t end) const;
    void take();
    void fill();

    const ClauseSearch& search_;
    const AnswerUnit& unit_;
    std::size_t first_number_, end_number_;
    std::size_t first_mention_ = 0, end_mention_ = 0;  ///< Those of the unit.
    std::vector<bool> is_taken_;  ///< By byte of the unit: it lies within a number or a name.
    std::vector<Clause> clauses_;
};

bool ClauseFinder::has_number(std::size_t begin, std::size_t end) const {
    for (std::size_t i = first_number_; i < end_number_; ++i) {
        if (search_.numbers[i].begin >= begin && search_.numbers[i].begin < end) return true;
    }
    return false;
}

/// Notes which bytes lie within a number or a name.
void ClauseFinder::take() {
    is_taken_.assign(unit_.end - unit_.begin, false);
    std::size_t reached = unit_.begin;  // Many mentions have the same bytes.
    const auto take_span = [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = std::max(begin, reached); i < std::min(end, unit_.end); ++i)
            is_taken_[i - unit_.begin] = true;
        reached = std::max(reached, std::min(end, unit_.end));
    };
    for (std::size_t i = first_mention_; i < end_mention_; ++i)
        take_span(search_.mentions[i].begin, search_.mentions[i].end);
    reached = unit_.begin;
    for (std::size_t i = first_number_; i < end_number_; ++i)
        take_span(search_.numbers[i].begin, search_.numbers[i].end);
}

/// Whether a clause ends at `i`; `end` is then where the next one begins.
bool ClauseFinder::splits_at(std::size_t i, std::size_t& end, std::size_t begin) const {
    const string_view plain = search_.text.plain;
    end = i + 1;
    if (plain[i] == ',' || plain[i] == ';') return true;
    if (plain[i] == ':') return has_number(begin, i);
    for (const string_view dash : {string_view("–"), string_view("—")}) {
        if (plain.substr(i).starts_with(dash) && has_number(begin, i)) {
            end = i + dash.size();
            return true;
        }
    }
    if (letter_length(plain, i) == 0 || is_inside_word(plain, i)) return false;
    std::size_t stop = i;
    while (const std::size_t length = letter_length(plain, stop)) stop += length;
    const std::string word = folded_word(plain.substr(i, stop - i));
    end = stop;
    if (in_list("and but while whereas und et aber wahrend mais y pero versus vs against followed "
                "ahead "
                "behind compared gegenuber vor",
                word))
        return true;
    // "More than 12" says how much; "4 more than Lyon" begins with another name.
    std::size_t next = stop;
    while (next < unit_.end && plain[next] == ' ') ++next;
    return in_list("than als que", word) && !has_number(next, next + 3);
}

std::vector<Clause> ClauseFinder::find() {
    take();
    std::size_t begin = unit_.begin;
    for (std::size_t i = unit_.begin; i < unit_.end && !unit_.is_table_row; ++i) {
        std::size_t next = i;
        if (is_taken_[i - unit_.begin] || !splits_at(i, next, begin)) continue;
        clauses_.push_back({.begin = begin, .end = i, .mentions = {}, .numbers = {}});
        begin = next;
        i = next - 1;
    }
    clauses_.push_back({.begin = begin, .end = unit_.end, .mentions = {}, .numbers = {}});
    fill();
    return std::move(clauses_);
}

/// Gives each clause its names and numbers; all of them are in order.
void ClauseFinder::fill() {
    std::size_t mention = first_mention_, number = first_number_;
    for (Clause& clause : clauses_) {
        for (; mention < end_mention_ && search_.mentions[mention].begin < clause.end; ++mention) {
            const bool is_here = search_.mentions[mention].begin >= clause.begin;
            if (is_here && names_rows(search_.mentions[mention]))
                clause.mentions.push_back(mention);
        }
        for (; number < end_number_ && search_.numbers[number].begin < clause.end; ++number) {
            if (search_.numbers[number].begin >= clause.begin) clause.numbers.push_back(number);
        }
    }
}

}

std::vector<Clause> clauses_of(const ClauseSearch& search) {
    return ClauseFinder(search).find();
}

}
