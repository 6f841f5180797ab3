#include "libagent/checks/number_places.h"

#include "libagent/base/stop.h"
#include "libagent/checks/answer_clauses.h"
#include "libagent/checks/answer_words.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace askdb::checks {
namespace {

using std::string_view;
using RowList = std::vector<std::uint32_t>;

struct RowSet {
    RowList rows;
    bool is_strict = false;
    bool is_empty() const { return rows.empty(); }
};

RowList united(const RowList& a, const RowList& b) {
    RowList out;
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

RowList common(const RowList& a, const RowList& b) {
    RowList out;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

RowSet joined(const RowSet& a, const RowSet& b) {
    if (a.is_empty()) return b;
    if (b.is_empty()) return a;
    return {united(a.rows, b.rows), a.is_strict && b.is_strict};
}

/// The rows that some mentions of one result name together: any value of one column, and all
/// columns.
RowSet rows_named(std::span<const Mention> mentions, const std::vector<std::size_t>& which) {
    std::map<std::size_t, std::vector<const SharedRows*>> by_column;
    for (const std::size_t i : which) {
        auto& lists = by_column[mentions[i].column];
        const bool is_known = std::any_of(lists.begin(), lists.end(), [&](const SharedRows* list) {
            return *list == mentions[i].rows;
        });
        if (!is_known) lists.push_back(&mentions[i].rows);
    }
    RowSet set;
    std::size_t widest = 0;
    bool is_first = true;
    for (const auto& [column, lists] : by_column) {
        RowList rows;
        for (const SharedRows* list : lists) rows = united(rows, list->list());
        widest = std::max(widest, lists.size());
        const RowList both = is_first ? rows : common(set.rows, rows);
        if (both.empty()) return {united(set.rows, rows), false};
        set.rows = both;
        is_first = false;
    }
    set.is_strict = set.rows.size() <= widest;
    return set;
}

class UnitPlaces {
  public:
    UnitPlaces(const PlaceSearch& search, std::size_t unit, std::vector<NumberPlace>& places)
        : search_(search), unit_(search.text.units[unit]), places_(places) {}

    void place(std::size_t first_number, std::size_t end_number);

  private:
    void place_result(std::size_t result);
    RowSet rows_of(const Clause& clause, std::size_t result, std::size_t number) const;
    bool pair_in_order(const Clause& clause, std::size_t result);
    bool pair_respectively(std::size_t result);
    void give(std::size_t number, std::size_t result, RowSet set);

    const PlaceSearch& search_;
    const AnswerUnit& unit_;
    std::vector<NumberPlace>& places_;
    std::vector<Clause> clauses_;
};

/// The rows that the clause names; a number names none for itself.
RowSet UnitPlaces::rows_of(const Clause& clause, std::size_t result, std::size_t number) const {
    std::vector<std::size_t> which;
    for (const std::size_t i : clause.mentions) {
        const Mention& mention = search_.mentions[i];
        const bool is_itself = number != std::string::npos &&
                               mention.begin < search_.numbers[number].end &&
                               search_.numbers[number].begin < mention.end;
        if (mention.result == result && !is_itself) which.push_back(i);
    }
    return rows_named(search_.mentions, which);
}

void UnitPlaces::give(std::size_t number, std::size_t result, RowSet set) {
    if (set.is_empty()) return;
    places_[number].named.push_back(
        {.result = result, .rows = std::move(set.rows), .is_strict = set.is_strict});
}

/// "from North (14) down to South (1)": names and numbers take turns.
bool UnitPlaces::pair_in_order(const Clause& clause, std::size_t result) {
    std::vector<std::size_t> names;
    for (const std::size_t i : clause.mentions) {
        if (search_.mentions[i].result != result) continue;
        if (names.empty() || search_.mentions[names.back()].begin != search_.mentions[i].begin)
            names.push_back(i);
    }
    if (names.size() < 2 || names.size() != clause.numbers.size()) return false;
    const bool name_first =
        search_.mentions[names[0]].begin < search_.numbers[clause.numbers[0]].begin;
    std::size_t reached = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::size_t a = search_.mentions[names[i]].begin,
                    b = search_.numbers[clause.numbers[i]].begin;
        if (!name_first) std::swap(a, b);
        if (a < reached || b < a) return false;
        reached = b;
    }
    for (std::size_t i = 0; i < names.size(); ++i)
        give(clause.numbers[i], result, rows_named(search_.mentions, {names[i]}));
    return true;
}

/// "North and South have 12 and 7 respectively".
bool UnitPlaces::pair_respectively(std::size_t result) {
    const std::string folded =
        folded_word(string_view(search_.text.plain).substr(unit_.begin, unit_.end - unit_.begin));
    if (folded.find("respecti") == std::string::npos) return false;
    Clause all{.begin = unit_.begin, .end = unit_.end, .mentions = {}, .numbers = {}};
    std::vector<std::size_t> names;
    for (const Clause& clause : clauses_) {
        for (const std::size_t i : clause.mentions) {
            if (search_.mentions[i].result == result) names.push_back(i);
        }
        all.numbers.insert(all.numbers.end(), clause.numbers.begin(), clause.numbers.end());
    }
    if (names.size() < 2 || names.size() != all.numbers.size()) return false;
    for (std::size_t i = 0; i < names.size(); ++i)
        give(all.numbers[i], result, rows_named(search_.mentions, {names[i]}));
    return true;
}

void UnitPlaces::place_result(std::size_t result) {
    if (pair_respectively(result)) return;
    std::vector<RowSet> named;
    std::size_t named_clauses = 0;
    for (const Clause& clause : clauses_) {
        named.push_back(rows_of(clause, result, std::string::npos));
        named_clauses += named.back().is_empty() ? 0 : 1;
    }
    RowSet current, pending;
    for (std::size_t i = 0; i < clauses_.size(); ++i) {
        const Clause& clause = clauses_[i];
        if (!named[i].is_empty() && clause.numbers.empty()) {
            pending = joined(pending, named[i]);
            current = pending;
        } else if (!named[i].is_empty()) {
            current = joined(pending, named[i]);
            const bool is_paired = pending.is_empty() && pair_in_order(clause, result);
            for (const std::size_t number : clause.numbers) {
                if (is_paired) continue;
                const RowSet own = rows_of(clause, result, number);
                give(number, result, joined(pending, own));
            }
            pending = {};
        } else if (!current.is_empty()) {
            for (const std::size_t number : clause.numbers) {
                places_[number].is_inherited = true;
                give(number, result, current);
            }
        } else if (named_clauses == 1) {
            for (std::size_t later = i + 1; later < named.size(); ++later) {
                if (named[later].is_empty()) continue;
                for (const std::size_t number : clause.numbers) {
                    places_[number].is_leading = true;
                    give(number, result, named[later]);
                }
            }
        }
    }
}

void UnitPlaces::place(std::size_t first_number, std::size_t end_number) {
    clauses_ = clauses_of({.text = search_.text,
                           .unit = unit_,
                           .numbers = search_.numbers,
                           .first_number = first_number,
                           .end_number = end_number,
                           .mentions = search_.mentions});
    for (std::size_t result = 0; result < search_.results; ++result) place_result(result);
}

}

std::vector<NumberPlace> place_numbers(const PlaceSearch& search) {
    std::vector<NumberPlace> places(search.numbers.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i].unit = search.text.unit_at(search.numbers[i].begin);
    for (std::size_t first = 0; first < places.size();) {
        throw_if_stopped(search.stop);
        std::size_t end = first + 1;
        while (end < places.size() && places[end].unit == places[first].unit) ++end;
        if (places[first].unit != std::string::npos)
            UnitPlaces(search, places[first].unit, places).place(first, end);
        first = end;
    }
    return places;
}

}
