#include "libagent/models/offline/compose_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::models::offline {

using database::Column;
using database::Table;

std::optional<Term> Composer::counted_rows(const Table& table, bool twice) {
    if (!twice) return Term{Aggregate::count, {}, {}};
    const Column* key = key_column(table);
    if (key == nullptr) {
        why_ = fmt::format("'{}' has no single key to count its rows by", table.name);
        return std::nullopt;
    }
    return Term{Aggregate::count_distinct, sources_.ref(table, *key), {}};
}

std::optional<Term> Composer::aggregate_of(Aggregate aggregate, const Link& link, bool twice) {
    const Column& column = *link.column;
    const Term term{aggregate, sources_.ref(link), {}};
    if (aggregate == Aggregate::count_distinct) {
        if (!sketch_.distinct && knowledge_.is_measure(*link.table, column)) {
            why_ = fmt::format("'{}' could be counted or added up: say 'total' or 'different'",
                               column.name);
            return std::nullopt;
        }
        return term;
    }
    const bool number = knowledge_.is_measure(*link.table, column);
    const bool range = aggregate == Aggregate::minimum || aggregate == Aggregate::maximum;
    if (!number && !(range && knowledge_.is_date(column))) {
        why_ = fmt::format("'{}' holds no numbers to compute with", column.name);
        return std::nullopt;
    }
    if (twice && !range) {
        why_ = fmt::format("'{}' would be counted more than once in that join", column.name);
        return std::nullopt;
    }
    return term;
}

bool Composer::aggregated() {
    const Table& subject = sources_.subject();
    const bool twice = sources_.multiplies();
    if (sketch_.most_common || sketch_.least_common) return no("nothing is ranked");
    std::vector<Term> measures;
    for (const Target& target : sketch_.targets) {
        if (target.aggregate == Aggregate::none) continue;
        if (&table_of(target) != &subject) return no("the numbers are of two tables");
        const auto term = target.table
                              ? counted_rows(subject, twice)
                              : aggregate_of(target.aggregate, target.what.links.front(), twice);
        if (!term) return false;
        measures.push_back(*term);
    }
    sources_.write(query_, false);
    if (!show_groups()) return false;
    for (const Term& measure : measures) show(measure);
    return order_groups(measures.front());
}

bool Composer::show_groups() {
    std::vector<const Table*> rows;
    for (const Grouping& grouping : sketch_.groups) {
        const Link& link = grouping.what->links.front();
        if (link.kind == LinkKind::table) rows.push_back(link.table);
    }
    if (std::find(rows.begin(), rows.end(), &sources_.subject()) != rows.end())
        return no("each row would be a group of its own");
    bool replaced = false;
    bool named = false;
    for (const Target& target : sketch_.targets) {
        if (target.aggregate != Aggregate::none) continue;
        const Table* table = &table_of(target);
        if (std::find(rows.begin(), rows.end(), table) == rows.end() || target.table)
            return no(fmt::format("'{}' has many values beside one number", target.what.text));
        show(plain(*table, *target.what.links.front().column));
        replaced = true;
        const auto columns = row_columns(*table);
        named = named || key_column(*table) == target.what.links.front().column ||
                std::find(columns.begin(), columns.end(), target.what.links.front().column) !=
                    columns.end();
    }
    if (replaced && !named) return no("the groups are of rows that are not shown");
    for (const Grouping& grouping : sketch_.groups) {
        const Link& link = grouping.what->links.front();
        if (link.kind == LinkKind::column)
            show(plain(*link.table, *link.column, grouping.part));
        else if (!replaced)
            show_row(*link.table);
        if (link.kind == LinkKind::table) group_by_row(*link.table);
    }
    const auto shown = query_.outputs;
    for (const Term& term : shown) group(term);
    return true;
}

bool Composer::order_groups(const Term& measure) {
    if (sketch_.rankings.size() > 1) return no("two orders are asked for");
    if (sketch_.groups.empty())
        return sketch_.rankings.empty() || no("a single number needs no order");
    for (const Ranking& ranking : sketch_.rankings) {
        if (ranking.superlative) return no("the group and the superlative do not go together");
        const Link& link = ranking.by.links.front();
        Term term = measure;
        if (ranking.aggregate == Aggregate::none) term = plain(*link.table, *link.column);
        const bool shown =
            std::find(query_.outputs.begin(), query_.outputs.end(), term) != query_.outputs.end();
        const bool same =
            ranking.aggregate == Aggregate::none ||
            (ranking.aggregate == Aggregate::count
                 ? link.table == &sources_.subject()
                 : term.aggregate == ranking.aggregate && term.column == sources_.ref(link));
        if (!shown || !same) return no("the order is by something that is not shown");
        order(term, ranking.descending);
    }
    const bool dated =
        std::any_of(sketch_.groups.begin(), sketch_.groups.end(),
                    [](const Grouping& grouping) { return grouping.part != DatePart::none; });
    if (sketch_.rankings.empty() && !dated) order(measure, true);
    order_by_outputs();
    return true;
}

}
