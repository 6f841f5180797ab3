#include "libagent/checks/fan_out_words.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::checks {
namespace {

constexpr std::size_t longest_call = 120;
constexpr std::size_t longest_name = 80;

std::string name_of(const Relation& relation) {
    return "'" + clipped(relation.label, longest_name) + "'";
}

std::string link_words(const FanOutFacts& facts) {
    const SelectShape& select = *facts.scope.select;
    if (facts.by.links.empty()) return "which nothing binds to it";
    const std::string column = select.from[facts.by.item].alias + "." + facts.by.links.front();
    const std::string other = facts.by.via == npos
                                  ? std::string("another column")
                                  : select.from[facts.by.via].alias + "." + facts.by.via_column;
    return fmt::format("joined by {} = {}, which is {}", clipped(column, longest_name),
                       clipped(other, longest_name),
                       facts.by.is_proven ? "one to many in the data" : "one to many by the keys");
}

std::string remedy(const FanOutFacts& facts) {
    const Relation& multiplied = facts.scope.relations[facts.multiplied];
    const std::string by = name_of(facts.scope.relations[facts.by.item]);
    std::string words = fmt::format(
        "aggregate {} in a subquery with one row for each key before joining it, or test it with "
        "EXISTS",
        by);
    const bool has_lone_key = multiplied.keys.size() > 0 && multiplied.keys.front().size() == 1;
    if (facts.call.function.starts_with("count") && !facts.call.counts_rows && has_lone_key) {
        words += fmt::format(", or write COUNT(DISTINCT {}.{})",
                             facts.scope.select->from[facts.multiplied].alias,
                             multiplied.keys.front().front());
    }
    return words;
}

}

std::string fan_out_words(const FanOutFacts& facts) {
    const std::string rows = name_of(facts.scope.relations[facts.multiplied]);
    const std::string by = name_of(facts.scope.relations[facts.by.item]);
    const std::string call = clipped(facts.call.text, longest_call);
    const std::string what =
        facts.call.counts_rows
            ? fmt::format("{} counts pairs of rows of {} and {}", call, rows, by)
            : fmt::format("{} takes each row of {} once for every row of {} that it is joined with",
                          call, rows, by);
    return fmt::format("{} ({}), so that it comes out wrong: {}", what, link_words(facts),
                       remedy(facts));
}

}
