#include "libagent/models/offline/neighbours.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/lexicon.h"
#include "libagent/models/offline/sources.h"
#include "libagent/models/offline/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace askdb::models::offline {
namespace {

using database::Column;
using database::Table;
using Tables = std::vector<const Table*>;

bool holds_table(const Tables& tables, const Table* table) {
    return std::find(tables.begin(), tables.end(), table) != tables.end();
}

void add_once(Tables& tables, const Table* table) {
    if (!holds_table(tables, table)) tables.push_back(table);
}

/// Judges one name after the other against the tables that the sketch names.
class Neighbours {
  public:
    Neighbours(const Sketch& sketch, const Knowledge& knowledge, std::string& why)
        : knowledge_(knowledge), why_(why) {
        const auto name = [&](const Choice& choice) {
            const Link& link = choice.links.front();
            if (link.kind == LinkKind::table) add_once(named_, link.table);
        };
        for (const Choice& table : sketch.tables) name(table);
        for (const RelatedFilter& related : sketch.related) name(related.table);
        for (const Ranking& ranking : sketch.rankings) name(ranking.by);
        for (const Grouping& group : sketch.groups) {
            if (group.what) name(*group.what);
        }
        hinted_ = named_;
        for (const ValueFilter& filter : sketch.values)
            add_once(hinted_, filter.values.front().links.front().table);
    }

    /// `fits`: which columns may be meant at all, a date or a number.
    template <class Fits>
    Nearness judge(const Choice& choice, const Tables& beside, const Fits& fits) {
        const Link& settled = choice.links.front();
        if (settled.kind != LinkKind::column) return Nearness::nearest;
        const Table* own = settled.table;
        Tables candidates;
        for (const Link& link : choice.meanings) {
            const bool column = link.kind == LinkKind::column && fits(*link.table, *link.column);
            const bool hidden = column && link.table->is_view && link.table != own &&
                                !holds_table(named_, link.table);
            if (column && !hidden) add_once(candidates, link.table);
        }
        Tables nouns;
        for (const Table* table : beside) {
            if (holds_table(named_, table)) add_once(nouns, table);
        }
        for (const Tables* near : {&nouns, &named_, &hinted_}) {
            Tables found;
            for (const Table* table : candidates) {
                if (holds_table(*near, table)) found.push_back(table);
            }
            if (found.empty()) continue;
            if (!holds_table(found, own)) return Nearness::farther;
            return found.size() == 1 ? Nearness::nearest : ambiguous(choice, found);
        }
        return by_distance(choice, candidates);
    }

  private:
    double distance(const Table* table) const {
        double least = std::numeric_limits<double>::infinity();
        for (const Table* from : hinted_) {
            const Table* const wanted[] = {table};
            if (const auto tree = knowledge_.graph.join(*from, wanted))
                least = std::min(least, tree->cost);
        }
        return least;
    }

    Nearness by_distance(const Choice& choice, const Tables& candidates) {
        const Table* own = choice.links.front().table;
        if (hinted_.empty()) return Nearness::nearest;
        constexpr double same = 1e-6;
        const double reach = distance(own) + same;
        Tables near{own};
        for (const Table* table : candidates) {
            if (table != own && distance(table) <= reach) near.push_back(table);
        }
        return near.size() == 1 ? Nearness::nearest : ambiguous(choice, near);
    }

    Nearness ambiguous(const Choice& choice, const Tables& tables) {
        std::string names;
        for (const Table* table : tables) {
            for (const Link& link : choice.meanings) {
                if (link.table != table || link.kind != LinkKind::column) continue;
                names += fmt::format("{}'{}' of {}", names.empty() ? "" : " or ", link.column->name,
                                     table->name);
                break;
            }
        }
        why_ = fmt::format("'{}' could be {}: say which", choice.text, names);
        return Nearness::ambiguous;
    }

    const Knowledge& knowledge_;
    std::string& why_;
    Tables named_;
    Tables hinted_;  ///< And those whose values the question names.
};

/// "How many people JOINED" does not ask how many dates there are.
bool counts_dates_unasked(const Target& target, const Knowledge& knowledge) {
    if (target.table || target.aggregate != Aggregate::count_distinct) return false;
    const Link& link = target.what.links.front();
    if (link.kind != LinkKind::column || !knowledge.is_date(*link.column)) return false;
    const std::string text = folded(target.what.text);
    return text.find("date") == std::string::npos && text.find("day") == std::string::npos;
}

/// The numbers and dates that are computed with; those of the head come first.
Nearness judge_targets(const Sketch& sketch, const Knowledge& knowledge, Neighbours& neighbours) {
    const auto fits = [&](const Table& table, const Column& column) {
        return knowledge.is_measure(table, column) || knowledge.is_date(column) ||
               knowledge.is_year(column);
    };
    Tables head;
    if (!sketch.tables.empty()) head.push_back(sketch.tables.front().links.front().table);
    Nearness worst = Nearness::nearest;
    for (const Target& target : sketch.targets) {
        if (counts_dates_unasked(target, knowledge)) return Nearness::farther;
        const bool computed = target.aggregate != Aggregate::none &&
                              target.aggregate != Aggregate::count_distinct && !target.table;
        if (!computed) continue;
        const Nearness one = neighbours.judge(target.what, head, fits);
        if (one == Nearness::farther) return one;
        if (one == Nearness::ambiguous) worst = one;
    }
    return worst;
}

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

Nearness judge_names(const Sketch& sketch, const Knowledge& knowledge, std::string& why) {
    Neighbours neighbours(sketch, knowledge, why);
    const auto date = [&](const Table&, const Column& column) {
        return knowledge.is_date(column) || knowledge.is_year(column);
    };
    const auto number = [&](const Table& table, const Column& column) {
        return knowledge.is_measure(table, column);
    };
    const auto either = [&](const Table& table, const Column& column) {
        return number(table, column) || date(table, column);
    };
    Nearness worst = Nearness::nearest;
    const auto note = [&](Nearness nearness) {
        if (worst != Nearness::farther && nearness != Nearness::nearest) worst = nearness;
    };
    note(judge_targets(sketch, knowledge, neighbours));
    for (const CompareFilter& filter : sketch.compares)
        note(neighbours.judge(filter.column, filter.column.beside, number));
    for (const DateFilter& filter : sketch.dates) {
        if (filter.column) note(neighbours.judge(*filter.column, filter.column->beside, date));
    }
    for (const NullFilter& filter : sketch.nulls) {
        if (!filter.verb) continue;
        const Link& link = filter.column.links.front();
        note(date(*link.table, *link.column)
                 ? neighbours.judge(filter.column, filter.column.beside, date)
                 : Nearness::farther);
    }
    for (const Grouping& group : sketch.groups) {
        if (group.what && group.part != DatePart::none)
            note(neighbours.judge(*group.what, group.what->beside, date));
    }
    for (const Ranking& ranking : sketch.rankings)
        note(neighbours.judge(ranking.by, ranking.by.beside, either));
    return worst;
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
