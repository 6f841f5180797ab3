#include "libagent/checks/date_claims.h"
#include "libagent/checks/number_judge.h"

#include <algorithm>

namespace askdb::checks {

/// Puts the dates among the numbers; a number that may be a year is right when the year is.
void NumberJudge::add_dates(std::vector<CheckedNumber>& checked) const {
    DateJudge dates({.check = check_,
                     .text = text_,
                     .numbers = numbers_,
                     .results = facts_,
                     .mentions = mentions_});
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
        const bool is_open =
            checked[i].verdict == Verdict::unmatched || checked[i].verdict == Verdict::misplaced;
        if (!is_open || !numbers_[i].or_year) continue;
        std::string source =
            dates.source_of_year(static_cast<int>(numbers_[i].readings.front().value));
        if (source.empty()) continue;
        checked[i].verdict = Verdict::matched;
        checked[i].origin = Origin::said;
        checked[i].source = std::move(source);
    }
    std::vector<CheckedNumber> found = dates.judge();
    const auto numbers_end = static_cast<std::ptrdiff_t>(checked.size());
    std::move(found.begin(), found.end(), std::back_inserter(checked));
    std::inplace_merge(
        checked.begin(), checked.begin() + numbers_end, checked.end(),
        [](const CheckedNumber& a, const CheckedNumber& b) { return a.begin < b.begin; });
}

}
