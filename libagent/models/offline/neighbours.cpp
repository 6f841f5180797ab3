#include "libagent/models/offline/neighbours.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace askdb::models::offline {
namespace {

using database::Column;
using database::Table;

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

}

bool holds_table(const Tables& tables, const Table* table) {
    return std::find(tables.begin(), tables.end(), table) != tables.end();
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

}
