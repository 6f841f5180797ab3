#include "libagent/models/offline/wording_conditions.h"

#include "libagent/models/offline/nouns.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace askdb::models::offline {
namespace {

/// "opened" for opened_on: dates of what happens are said of the rows themselves.
std::string participle(const ColumnRef& ref) {
    std::string name = in_words(ref.column->name);
    for (const std::string_view tail : {" on", " at", " date"}) {
        if (name.ends_with(tail)) name.resize(name.size() - tail.size());
    }
    const bool happens = name.ends_with("ed") || name.ends_with("due");
    return happens && name.size() > 2 ? name : "";
}

/// Who happens, arrives or expires does so itself: "events THAT happened", not "is happened".
bool happens_by_itself(const std::string& participle) {
    static constexpr std::string_view verbs[] = {
        "happened", "occurred", "arrived", "departed", "expired",     "died",   "appeared",
        "resigned", "lapsed",   "crashed", "failed",   "disappeared", "joined", "ended"};
    const std::string_view last = std::string_view(participle).substr(participle.rfind(' ') + 1);
    return std::find(std::begin(verbs), std::end(verbs), last) != std::end(verbs);
}

/// Says one condition of a query.
class ConditionSpeaker {
  public:
    explicit ConditionSpeaker(const Query& query) : query_(query) {}

    std::string said(const Compare& c) const {
        static constexpr std::string_view words[] = {"is",         "is not",       "is less than",
                                                     "is at most", "is more than", "is at least"};
        return fmt::format("{} {} {}", column_words(query_, c.column),
                           words[static_cast<std::size_t>(c.op)], c.number);
    }
    std::string said(const Between& c) const {
        return fmt::format("{} is between {} and {}", column_words(query_, c.column), c.low,
                           c.high);
    }
    std::string said(const OneOf& c) const {
        const std::string name = column_words(query_, c.column);
        const std::string values = listed_words(c.values, "or");
        if (!c.leaves_out_missing)
            return fmt::format("{} is {}{}", name, c.negated ? "not " : "", values);
        return fmt::format("{0} is not {1} (rows whose {0} is missing are left out)", name, values);
    }
    std::string said(const InDates& c) const {
        const std::string happened = participle(c.column);
        if (happened.empty())
            return fmt::format("{} is {}", column_words(query_, c.column), c.words);
        const bool by_itself = happens_by_itself(happened);
        if (c.column.source == 0) return (by_itself ? "that " : "") + happened + " " + c.words;
        return fmt::format("{} {}{} {}", singular(in_words(query_.sources[c.column.source]->name)),
                           by_itself ? "" : "is ", happened, c.words);
    }
    std::string said(const IsNull& c) const {
        return column_words(query_, c.column) + (c.negated ? " is known" : " is missing");
    }
    std::string said(const Member& c) const { return c.words; }

  private:
    const Query& query_;
};

}

std::string listed_words(const std::vector<std::string>& parts, std::string_view last) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
        out += parts[i];
    }
    return out;
}

std::string column_words(const Query& query, const ColumnRef& ref) {
    const std::string name = in_words(ref.column->name);
    if (query.sources.size() == 1) return name;
    const std::string table = singular(in_words(query.sources[ref.source]->name));
    const std::string last = table.substr(table.rfind(' ') + 1);
    if (name.starts_with(table) || name.starts_with(last)) return name;
    return table + " " + name;
}

std::string condition_words(const Query& query, const Condition& condition) {
    const ConditionSpeaker speaker(query);
    return std::visit([&](const auto& one) { return speaker.said(one); }, condition);
}

bool is_said_as_participle(const Condition& condition) {
    const auto* dates = std::get_if<InDates>(&condition);
    return dates != nullptr && dates->column.source == 0 && !participle(dates->column).empty();
}

}
