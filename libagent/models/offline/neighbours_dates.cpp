#include "libagent/base/text.h"
#include "libagent/models/offline/lexicon.h"
#include "libagent/models/offline/neighbours.h"
#include "libagent/models/offline/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace askdb::models::offline {
namespace {

using database::Column;
using database::Table;

/// Columns of the dates that the sketch names; each once.
std::vector<Link> named_dates(const Sketch& sketch) {
    std::vector<Link> found;
    const auto add = [&](const Choice& choice) {
        const Link& link = choice.links.front();
        const bool known = std::any_of(found.begin(), found.end(), [&](const Link& other) {
            return other.column == link.column;
        });
        if (!known) found.push_back(link);
    };
    for (const DateFilter& date : sketch.dates) {
        if (date.column) add(*date.column);
    }
    for (const NullFilter& null : sketch.nulls) {
        if (null.verb) add(null.column);
    }
    return found;
}

/// "Sites with the most technicians in 2024": a date of sites says nothing about technicians. It
/// must belong to the last noun, and to what happens: no other row in the question hangs on it.
bool is_of_event(const DateFilter& date, const Tables& tables, const Knowledge& knowledge) {
    const Table* own = date.column->links.front().table;
    const bool beside_other = std::any_of(date.beside.begin(), date.beside.end(),
                                          [&](const Table* t) { return holds_table(tables, t); }) &&
                              !holds_table(date.beside, own);
    if (beside_other) return false;
    std::string ignored;
    const auto from = Sources::join(knowledge.graph, *own, tables, ignored);
    return from && !from->multiplies();
}

/// "opened" for opened_on: the word that would name the column.
std::string short_name(const Column& column) {
    auto words = identifier_words(column.name);
    if (words.size() > 1 && (words.back() == "on" || words.back() == "at")) words.pop_back();
    return join(words, " ");
}

/// Gives dates the only column that can be meant.
class DateNamer {
  public:
    DateNamer(const Touched& touched, const Knowledge& knowledge, std::string& why)
        : touched_(touched), knowledge_(knowledge), why_(why) {
        for (const Table* table : touched.all) look_at(*table);
    }

    bool name(DateFilter& date) {
        if (date.column) return true;
        if (!bind(date.column, found_)) return false;
        if (!is_joined(*date.column))
            return refuse(fmt::format("it is not clear what the date is said of: {}", names_));
        if (!is_of_event(date, touched_.all, knowledge_))
            return refuse(
                fmt::format("the only date is {}, and it is not clear what it is said of", names_));
        return true;
    }

    /// `named`: the dates that the sketch names elsewhere.
    bool name(Grouping& group, const std::vector<Link>& named) {
        if (group.what) return true;
        if (!bind(group.what, named.empty() ? found_ : named)) return false;
        return is_joined(*group.what) ||
               refuse(fmt::format("it is not clear which date the groups are of: {}", names_));
    }

  private:
    void look_at(const Table& table) {
        std::string own;
        for (const Column& column : table.columns) {
            if (!knowledge_.is_date(column) && !knowledge_.is_year(column)) continue;
            found_.push_back({LinkKind::column, &table, &column, {}, 0, false});
            own += (own.empty() ? "'" : ", '") + column.name + "'";
            const std::string word = short_name(column);
            if (std::find(words_.begin(), words_.end(), word) == words_.end())
                words_.push_back(word);
        }
        if (!own.empty()) names_ += (names_.empty() ? "" : ", ") + own + " of " + table.name;
    }

    bool bind(std::optional<Choice>& choice, const std::vector<Link>& links) {
        if (links.empty())
            return refuse(fmt::format("'{}' has no date", touched_.all.front()->name));
        if (links.size() > 1)
            return refuse(
                fmt::format("the date could be any of {}: say {}?", names_, join(words_, " or ")));
        choice = Choice{links, links.front().column->name};
        return true;
    }

    bool is_joined(const Choice& date) const {
        return holds_table(touched_.joined, date.links.front().table);
    }

    bool refuse(std::string why) {
        why_ = std::move(why);
        return false;
    }

    const Touched& touched_;
    const Knowledge& knowledge_;
    std::string& why_;
    std::vector<Link> found_;
    std::string names_;
    std::vector<std::string> words_;
};

}

bool name_dates(Sketch& sketch, const Touched& touched, const Knowledge& knowledge,
                std::string& why) {
    DateNamer namer(touched, knowledge, why);
    if (!std::all_of(sketch.dates.begin(), sketch.dates.end(),
                     [&](DateFilter& date) { return namer.name(date); }))
        return false;
    const std::vector<Link> named = named_dates(sketch);
    return std::all_of(sketch.groups.begin(), sketch.groups.end(),
                       [&](Grouping& group) { return namer.name(group, named); });
}

}
