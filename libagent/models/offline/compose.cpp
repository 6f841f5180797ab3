#include "libagent/models/offline/compose.h"

#include "libagent/models/offline/compose_parts.h"
#include "libagent/models/offline/conditions.h"
#include "libagent/models/offline/currencies.h"

namespace askdb::models::offline {

using database::Column;
using database::Table;

bool Composer::run() {
    const bool aggregates =
        std::any_of(sketch_.targets.begin(), sketch_.targets.end(),
                    [](const Target& target) { return target.aggregate != Aggregate::none; });
    if (aggregates) return aggregated();
    if (!sketch_.groups.empty()) return no("nothing is counted or added up for each group");
    if (sketch_.most_common || sketch_.least_common) return most_common();
    if (const RelatedFilter* counted = counted_values(sketch_)) return having(*counted);
    if (!sketch_.related.empty() && !is_named(sources_.subject()))
        return no("it is not clear what the related rows belong to");
    if (!sketch_.rankings.empty()) return ranked();
    return listed();
}

void Composer::show(const Term& term) {
    auto& outputs = query_.outputs;
    if (std::find(outputs.begin(), outputs.end(), term) == outputs.end()) outputs.push_back(term);
}

void Composer::show_row(const Table& table) {
    for (const Column* column : row_columns(table)) show(plain(table, *column));
}

void Composer::group(const Term& term) {
    auto& groups = query_.group_by;
    if (std::find(groups.begin(), groups.end(), term) == groups.end()) groups.push_back(term);
}

void Composer::group_by_row(const Table& table) {
    for (const std::string& key : table.primary_key) {
        if (const Column* column = table.find_column(key)) group(plain(table, *column));
    }
}

void Composer::order(const Term& term, bool descending) {
    for (const OrderBy& known : query_.order_by) {
        if (known.term == term) return;
    }
    query_.order_by.push_back({term, descending});
}

void Composer::order_by_outputs() {
    for (const Term& term : query_.outputs) {
        if (term.aggregate == Aggregate::none) order(term);
    }
}

void Composer::break_ties() {
    const Table& subject = sources_.subject();
    const Column* key = key_column(subject);
    const bool by_row =
        !query_.distinct && key != nullptr &&
        (query_.group_by.empty() || query_.group_by.front() == plain(subject, *key));
    if (by_row)
        order(plain(subject, *key));
    else
        order_by_outputs();
}

void Composer::show_targets() {
    for (const Target& target : sketch_.targets) {
        if (target.table)
            show_row(table_of(target));
        else
            show(plain(table_of(target), *target.what.links.front().column));
    }
}

bool compose(const Draft& draft, const PlanOptions& options) {
    if (!Composer(draft, options).run()) return false;
    const std::string mixed = mixed_currencies(draft.query, draft.knowledge);
    if (!mixed.empty()) draft.why = mixed;
    return mixed.empty();
}

}
