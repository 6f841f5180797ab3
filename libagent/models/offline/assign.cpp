#include "libagent/models/offline/assign.h"

#include "libagent/models/offline/join_path.h"

#include <algorithm>
#include <set>
#include <utility>

namespace askdb::models::offline {
namespace {

constexpr std::size_t beam_width = 48;

/// All choices of a sketch, tables first: what they settle makes the rest cheaper.
std::vector<Choice*> choices_of(Sketch& sketch) {
    std::vector<Choice*> all;
    for (Choice& table : sketch.tables) all.push_back(&table);
    for (RelatedFilter& related : sketch.related) all.push_back(&related.table);
    for (Target& target : sketch.targets) {
        if (!target.table) all.push_back(&target.what);
    }
    for (Ranking& ranking : sketch.rankings) all.push_back(&ranking.by);
    for (Grouping& group : sketch.groups) {
        if (group.what) all.push_back(&*group.what);
    }
    for (CompareFilter& compare : sketch.compares) all.push_back(&compare.column);
    for (DateFilter& date : sketch.dates) {
        if (date.column) all.push_back(&*date.column);
    }
    for (NullFilter& null : sketch.nulls) all.push_back(&null.column);
    for (ValueFilter& value : sketch.values) all.push_back(&value.values.front());
    for (RelatedFilter& related : sketch.related) {
        for (ValueFilter& value : related.values) all.push_back(&value.values.front());
    }
    return all;
}

struct Partial {
    std::vector<const Link*> chosen;
    std::set<const database::Table*> tables;
    double cost = 0;
};

/// The further values of a list follow the column of its first one.
bool follow_columns(ValueFilter& filter) {
    const Link& first = filter.values.front().links.front();
    for (std::size_t i = 1; i < filter.values.size(); ++i) {
        auto& links = filter.values[i].links;
        std::erase_if(links, [&](const Link& link) { return link.column != first.column; });
        if (links.empty()) return false;
    }
    return true;
}

bool follow_all(Sketch& sketch) {
    for (ValueFilter& filter : sketch.values) {
        if (!follow_columns(filter)) return false;
    }
    for (RelatedFilter& related : sketch.related) {
        for (ValueFilter& filter : related.values) {
            if (!follow_columns(filter)) return false;
        }
    }
    return true;
}

}

std::vector<Sketch> assign_links(const Sketch& sketch, double most) {
    Sketch work = sketch;
    const std::vector<Choice*> choices = choices_of(work);
    std::vector<Partial> beam{{{}, {}, sketch.cost}};
    for (const Choice* choice : choices) {
        std::vector<Partial> grown;
        for (const Partial& partial : beam) {
            for (const Link& link : choice->links) {
                Partial next = partial;
                next.chosen.push_back(&link);
                next.cost += link.cost;
                // What needs one more table will cost at least one join.
                if (next.tables.insert(link.table).second && next.tables.size() > 1)
                    next.cost += cost_of_join;
                if (next.cost <= most) grown.push_back(std::move(next));
            }
        }
        std::stable_sort(grown.begin(), grown.end(),
                         [](const Partial& a, const Partial& b) { return a.cost < b.cost; });
        if (grown.size() > beam_width) grown.resize(beam_width);
        beam = std::move(grown);
    }
    std::vector<Sketch> settled;
    for (const Partial& partial : beam) {
        Sketch one = sketch;
        const std::vector<Choice*> own = choices_of(one);
        for (std::size_t i = 0; i < own.size(); ++i) {
            own[i]->meanings = std::exchange(own[i]->links, {*partial.chosen[i]});
            one.cost += partial.chosen[i]->cost;
        }
        if (follow_all(one)) settled.push_back(std::move(one));
    }
    return settled;
}

}
