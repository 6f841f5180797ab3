#include "libagent/models/offline/resolver.h"

#include "libagent/models/offline/assign.h"
#include "libagent/models/offline/compose.h"
#include "libagent/models/offline/conditions.h"
#include "libagent/models/offline/neighbours.h"

#include <algorithm>
#include <utility>

namespace askdb::models::offline {
namespace {

using database::Table;

constexpr double cost_of_foreign_target = 0.25;  ///< "cost of equipment", but of another table.
constexpr double cost_of_unnamed_table = 0.3;    ///< Of what cannot be joined or is named in part.
constexpr double cost_of_unnamed_view = 0.2;

/// What is counted, added up or listed: the table whose rows the answer is about.
const Table* subject_of(const Sketch& sketch) {
    for (const Target& target : sketch.targets) {
        if (target.aggregate == Aggregate::none) continue;
        if (target.table) return sketch.tables[*target.table].links.front().table;
        return target.what.links.front().table;
    }
    const Target& first = sketch.targets.front();
    if (first.table) return sketch.tables[*first.table].links.front().table;
    return first.what.links.front().table;
}

std::vector<const Table*> tables_of(const Sketch& sketch) {
    std::vector<const Table*> tables;
    const auto add = [&](const Choice& choice) { tables.push_back(choice.links.front().table); };
    for (const Choice& table : sketch.tables) add(table);
    for (const Target& target : sketch.targets) {
        if (!target.table) add(target.what);
    }
    for (const ValueFilter& filter : sketch.values) add(filter.values.front());
    for (const CompareFilter& filter : sketch.compares) add(filter.column);
    for (const DateFilter& filter : sketch.dates) {
        if (filter.column) add(*filter.column);
    }
    for (const NullFilter& filter : sketch.nulls) add(filter.column);
    for (const Grouping& group : sketch.groups) {
        if (group.what) add(*group.what);
    }
    for (const Ranking& ranking : sketch.rankings) add(ranking.by);
    return tables;
}

bool names_table(const Sketch& sketch, const Table* table) {
    const auto is = [&](const Choice& choice) {
        return choice.links.front().kind == LinkKind::table && choice.links.front().table == table;
    };
    return std::any_of(sketch.tables.begin(), sketch.tables.end(), is) ||
           std::any_of(sketch.groups.begin(), sketch.groups.end(),
                       [&](const Grouping& group) { return group.what && is(*group.what); }) ||
           std::any_of(sketch.related.begin(), sketch.related.end(),
                       [&](const RelatedFilter& related) { return is(related.table); }) ||
           std::any_of(sketch.rankings.begin(), sketch.rankings.end(),
                       [&](const Ranking& ranking) { return is(ranking.by); });
}

/// A part of a name ("cost" for purchase_cost) is clear only where its table is named.
bool has_vague_name(const Sketch& sketch, const Table* subject) {
    const auto vague = [&](const Choice& choice) {
        const Link& link = choice.links.front();
        return link.kind == LinkKind::column && link.cost >= cost_of_vague_name &&
               !names_table(sketch, link.table) && (link.table != subject || sketch.tables.empty());
    };
    return std::any_of(sketch.targets.begin(), sketch.targets.end(),
                       [&](const Target& target) { return !target.table && vague(target.what); }) ||
           std::any_of(sketch.compares.begin(), sketch.compares.end(),
                       [&](const CompareFilter& filter) { return vague(filter.column); }) ||
           std::any_of(sketch.rankings.begin(), sketch.rankings.end(),
                       [&](const Ranking& ranking) { return vague(ranking.by); });
}

double extra_cost(const Sketch& sketch, const Sources& sources) {
    double cost = sources.cost();
    for (const Table* table : sources.tables()) {
        if (table->is_view && !names_table(sketch, table)) cost += cost_of_unnamed_view;
    }
    if (sketch.tables.empty()) return cost;
    const Table* head = sketch.tables.front().links.front().table;
    for (const Target& target : sketch.targets) {
        if (!target.table && target.what.links.front().table != head)
            cost += cost_of_foreign_target;
    }
    return cost;
}

/// All that the reading touches: what is joined, and what is counted for each row.
std::vector<const Table*> touched_by(const Sketch& sketch, const Sources& sources,
                                     const Knowledge& knowledge) {
    std::vector<const Table*> touched = sources.tables();
    for (const RelatedFilter& related : sketch.related) {
        std::string ignored;
        const auto inner = Sources::join(knowledge.graph, sources.subject(),
                                         {related.table.links.front().table}, ignored);
        if (!inner) continue;
        for (const Table* table : inner->tables()) {
            if (std::find(touched.begin(), touched.end(), table) == touched.end())
                touched.push_back(table);
        }
    }
    return touched;
}

/// A view that no word of the question sets apart from the tables that it shows.
bool uses_hidden_view(const Sketch& sketch, const Knowledge& knowledge) {
    const auto shows_table = [&](const Link& link) {
        if (!link.table->is_view || link.column == nullptr || names_table(sketch, link.table))
            return false;
        return std::any_of(knowledge.catalog.tables.begin(), knowledge.catalog.tables.end(),
                           [&](const Table& table) {
                               return !table.is_view && table.find_column(link.column->name);
                           });
    };
    bool hidden = false;
    const auto look = [&](const Choice& choice) {
        hidden = hidden || shows_table(choice.links.front());
    };
    for (const Target& target : sketch.targets) {
        if (!target.table) look(target.what);
    }
    for (const ValueFilter& filter : sketch.values) look(filter.values.front());
    for (const CompareFilter& filter : sketch.compares) look(filter.column);
    for (const NullFilter& filter : sketch.nulls) look(filter.column);
    for (const Ranking& ranking : sketch.rankings) look(ranking.by);
    for (const Grouping& group : sketch.groups) {
        if (group.what) look(*group.what);
    }
    for (const DateFilter& filter : sketch.dates) {
        if (filter.column) look(*filter.column);
    }
    return hidden;
}

enum class Soundness : std::uint8_t { sound, unsound, another };  ///< Another reading is meant.

/// Fills `resolved` as far as it goes; `why` says it when the reading is not sound.
Soundness resolve_settled(Resolved& resolved, const Knowledge& knowledge,
                          const PlanOptions& options, std::string& why) {
    Sketch& sketch = resolved.sketch;
    resolved.cost = sketch.cost;
    const Table* subject = subject_of(sketch);
    if (uses_hidden_view(sketch, knowledge)) return Soundness::another;
    const Nearness nearness = judge_names(sketch, knowledge, why);
    if (nearness == Nearness::farther) return Soundness::another;
    if (nearness == Nearness::ambiguous) return Soundness::unsound;
    if (has_vague_name(sketch, subject)) {
        why =
            "a name is only part of a column's name, or a word like \"total\": say its table, too";
        resolved.cost += cost_of_unnamed_table;
        return Soundness::unsound;
    }
    std::string no_way;
    const auto sources = Sources::join(knowledge.graph, *subject, tables_of(sketch), no_way);
    if (!sources) {
        resolved.cost += cost_of_unnamed_table;
        if (why.empty()) why = std::move(no_way);
        return Soundness::unsound;
    }
    resolved.cost += extra_cost(sketch, *sources);
    const Touched touched{sources->tables(), touched_by(sketch, *sources, knowledge)};
    const Draft draft{.sketch = sketch,
                      .sources = *sources,
                      .knowledge = knowledge,
                      .query = resolved.query,
                      .why = why};
    const bool sound = name_dates(sketch, touched, knowledge, why) && add_conditions(draft) &&
                       compose(draft, options);
    return sound ? Soundness::sound : Soundness::unsound;
}

}

Resolutions resolve(const Sketch& sketch, const Knowledge& knowledge, const PlanOptions& options,
                    double most) {
    Resolutions all;
    for (Sketch& settled : assign_links(sketch, most)) {
        Resolved resolved{{}, std::move(settled), 0};
        std::string why;
        const Soundness sound = resolve_settled(resolved, knowledge, options, why);
        if (sound == Soundness::sound && resolved.cost <= most)
            all.sound.push_back(std::move(resolved));
        if (sound == Soundness::unsound && resolved.cost < all.refusal.cost)
            all.refusal = {resolved.cost, std::move(why)};
    }
    std::stable_sort(all.sound.begin(), all.sound.end(),
                     [](const Resolved& a, const Resolved& b) { return a.cost < b.cost; });
    return all;
}

}
