#include "libagent/models/offline/compose_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::models::offline {

using database::Column;
using database::Table;

bool Composer::once_for_each(const Table& table) {
    if (table.primary_key.empty())
        query_.distinct = true;
    else {
        group_by_row(table);
        for (const Term& term : query_.outputs) {
            if (term.aggregate == Aggregate::none) group(term);
        }
    }
    return true;
}

bool Composer::lists_what_is_computed() {
    for (const Target& target : sketch_.targets) {
        if (!target.asks_to_compute) continue;
        const Table& own = table_of(target);
        const bool shown_of_rows =
            sketch_.targets.size() > 1 &&
            std::all_of(sketch_.targets.begin(), sketch_.targets.end(),
                        [&](const Target& other) { return &table_of(other) == &own; }) &&
            std::any_of(sketch_.targets.begin(), sketch_.targets.end(),
                        [](const Target& other) { return !other.asks_to_compute; });
        const bool of_each = sketch_.each && !sketch_.tables.empty() &&
                             sketch_.tables.front().links.front().table == &own;
        if (shown_of_rows || of_each) continue;
        const std::string& name = target.what.links.front().column->name;
        why_ = fmt::format(
            "\"{}\" could ask for a computation or for the column '{}' of '{}': say "
            "\"sum of {} of {}\" or \"number of {}\"",
            target.what.text, name, own.name, name, own.name, own.name);
        return true;
    }
    return false;
}

bool Composer::listed() {
    if (lists_what_is_computed()) return false;
    sources_.write(query_, false);
    show_targets();
    query_.distinct = sketch_.distinct;
    const Table& subject = sources_.subject();
    const bool of_others =
        !sketch_.tables.empty() &&
        std::none_of(sketch_.targets.begin(), sketch_.targets.end(), [&](const Target& target) {
            return &table_of(target) == sketch_.tables.front().links.front().table;
        });
    if (of_others || lists_values()) query_.distinct = true;
    if (sources_.multiplies() && !query_.distinct) {
        const bool all_of_subject =
            std::none_of(sketch_.targets.begin(), sketch_.targets.end(),
                         [&](const Target& t) { return sources_.multiplies(table_of(t)); });
        if (!all_of_subject) return no("the list would repeat rows of one table for another");
        once_for_each(subject);
    }
    order_by_outputs();
    return true;
}

bool Composer::lists_values() const {
    if (sketch_.each || sketch_.targets.size() != 1 || sketch_.targets.front().table) return false;
    const Link& link = sketch_.targets.front().what.links.front();
    if (link.column == key_column(*link.table) || link.column == display_column(*link.table))
        return false;
    return sketch_.tables.empty() || knowledge_.values.profile(*link.column).repeats;
}

bool Composer::having(const RelatedFilter& counted) {
    if (sources_.multiplies() || !sketch_.rankings.empty())
        return no("it is not clear what is counted");
    if (counted.number == "0") return no("a value without rows is not in the data");
    sources_.write(query_, false);
    show_targets();
    for (const Term& term : query_.outputs) {
        group(term);
        if (term.column->column->nullable) query_.where.push_back(IsNull{*term.column, true});
    }
    query_.having = Having{{Aggregate::count, {}, {}}, counted.op, counted.number};
    order_by_outputs();
    return true;
}

bool Composer::most_common() {
    if (sources_.multiplies()) return no("it is not clear what is counted");
    if (!sketch_.rankings.empty() || sketch_.targets.size() != 1 || !sketch_.groups.empty())
        return no("a superlative stands beside another");
    sources_.write(query_, false);
    show_targets();
    const Term value = query_.outputs.front();
    if (value.column->column->nullable) query_.where.push_back(IsNull{*value.column, true});
    group(value);
    return rank({Aggregate::count, {}, {}}, sketch_.most_common, "1");
}

bool Composer::rank(const Term& measure, bool descending, const std::string& limit) {
    order(measure, descending);
    break_ties();
    query_.limit = sketch_.limit ? *sketch_.limit : limit;
    if (query_.limit->empty())
        query_.limit.reset();
    else if (options_.show_measure)
        show(measure);
    query_.ties = options_.show_ties && query_.limit.has_value() && !query_.distinct;
    return true;
}

bool Composer::ranked() {
    const bool all_shown =
        !sketch_.limit && std::none_of(sketch_.rankings.begin(), sketch_.rankings.end(),
                                       [](const Ranking& ranking) { return ranking.superlative; });
    if (all_shown && lists_what_is_computed()) return false;
    if (sketch_.rankings.size() != 1) return no("two orders are asked for");
    const Ranking& ranking = sketch_.rankings.front();
    if (ranking.aggregate == Aggregate::count) return ranked_by_count(ranking);
    if (ranking.aggregate != Aggregate::none) return ranked_by_aggregate(ranking);
    return ranked_by_column(ranking);
}

bool Composer::group_targets(const Ranking& ranking) {
    const Table& subject = sources_.subject();
    for (const Target& target : sketch_.targets) {
        if (&table_of(target) != &subject) return no("the list is of two tables");
    }
    show_targets();
    if (is_named(subject) && !(ranking.main_verb && shows_no_row()))
        return once_for_each(subject) && !query_.distinct;
    for (const Term& term : query_.outputs) group(term);
    return true;
}

bool Composer::shows_no_row() const {
    const Table& subject = sources_.subject();
    const auto columns = row_columns(subject);
    return std::none_of(sketch_.targets.begin(), sketch_.targets.end(), [&](const Target& target) {
        if (target.table) return true;
        const Column* column = target.what.links.front().column;
        return column == key_column(subject) ||
               std::find(columns.begin(), columns.end(), column) != columns.end();
    });
}

bool Composer::ranked_by_count(const Ranking& ranking) {
    const Table& subject = sources_.subject();
    const Table& counted = *ranking.by.links.front().table;
    const bool own = &counted == &subject;
    if (own && is_named(subject)) return no("its own rows cannot be counted for it");
    if (!own && !sources_.goes_down_only(counted))
        return no(fmt::format("no '{}' belong to one row of '{}'", counted.name, subject.name));
    const bool filtered =
        std::any_of(query_.where.begin(), query_.where.end(), [](const Condition& condition) {
            return std::visit([](const auto& c) { return c.column.source != 0; }, condition);
        });
    // "Fewest" must see the rows that have none.
    const bool with_none = !own && (!ranking.descending || !ranking.superlative);
    if (with_none && filtered) return no("rows without any would be left out");
    const Column* key = key_column(counted);
    sources_.write(query_, with_none);
    if (!group_targets(ranking)) return false;
    const bool twice = !own && sources_.multiplies_beside(counted);
    if ((twice || with_none) && key == nullptr)
        return no(fmt::format("'{}' has no single key to count by", counted.name));
    Term measure{Aggregate::count, {}, DatePart::none, sources_.index_of(counted)};
    if (twice)
        measure = {Aggregate::count_distinct, sources_.ref(counted, *key), {}};
    else if (!own && key != nullptr)
        measure = {Aggregate::count, sources_.ref(counted, *key), {}};
    return rank(measure, ranking.descending, limit_of(ranking));
}

bool Composer::ranked_by_aggregate(const Ranking& ranking) {
    const Link& link = ranking.by.links.front();
    std::string ignored;
    const auto from_number =
        Sources::join(knowledge_.graph, *link.table, sources_.tables(), ignored);
    const bool twice = !from_number || from_number->multiplies();
    const auto measure = aggregate_of(ranking.aggregate, link, twice);
    if (!measure) return false;
    if (link.table == &sources_.subject() && is_named(sources_.subject()))
        return no("one row has nothing to add up");
    sources_.write(query_, false);
    if (link.column->nullable) query_.where.push_back(IsNull{*measure->column, true});
    if (!group_targets(ranking)) return false;
    return rank(*measure, ranking.descending, limit_of(ranking));
}

bool Composer::ranked_by_column(const Ranking& ranking) {
    const Link& link = ranking.by.links.front();
    if (sources_.multiplies())
        return no(fmt::format("'{}' has several values for each row", ranking.by.text));
    const bool number = knowledge_.is_measure(*link.table, *link.column);
    if (ranking.superlative && !number && !knowledge_.is_date(*link.column) &&
        !knowledge_.is_year(*link.column))
        return no(fmt::format("'{}' holds no numbers or dates to rank by", link.column->name));
    sources_.write(query_, false);
    show_targets();
    query_.distinct = sketch_.distinct;
    const Term measure = plain(*link.table, *link.column);
    if (query_.distinct &&
        std::find(query_.outputs.begin(), query_.outputs.end(), measure) == query_.outputs.end())
        return no("different values have no single order");
    if (ranking.superlative && link.column->nullable)
        query_.where.push_back(IsNull{*measure.column, true});
    return rank(measure, ranking.descending, limit_of(ranking));
}
}
