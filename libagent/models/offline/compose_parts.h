#pragma once

#include "libagent/models/offline/compose.h"

#include <algorithm>
#include <optional>
#include <string>

namespace askdb::models::offline {

/// One composition: the form of the query follows from what the sketch holds. Borrows everything;
/// used once. compose_groups.cpp makes counts, sums and groups, compose_lists.cpp lists and
/// rankings.
class Composer {
  public:
    Composer(const Draft& draft, const PlanOptions& options)
        : sketch_(draft.sketch),
          sources_(draft.sources),
          knowledge_(draft.knowledge),
          options_(options),
          query_(draft.query),
          why_(draft.why) {}

    bool run();

  private:
    bool no(std::string why) {
        why_ = std::move(why);
        return false;
    }

    const database::Table& table_of(const Target& target) const {
        if (target.table) return *sketch_.tables[*target.table].links.front().table;
        return *target.what.links.front().table;
    }

    bool is_named(const database::Table& table) const {
        return std::any_of(sketch_.tables.begin(), sketch_.tables.end(), [&](const Choice& choice) {
            return choice.links.front().table == &table;
        });
    }

    Term plain(const database::Table& table, const database::Column& column,
               DatePart part = DatePart::none) const {
        return {Aggregate::none, sources_.ref(table, column), part};
    }

    void show(const Term& term);

    void show_row(const database::Table& table);

    void group(const Term& term);

    /// One group for each row of the table, also where two rows share a name.
    void group_by_row(const database::Table& table);

    void order(const Term& term, bool descending = false);

    void order_by_outputs();

    /// Rows that are equal so far come in the order of their key.
    void break_ties();

    void show_targets();

    // -- Counts, sums and the like, alone or in groups.

    std::optional<Term> counted_rows(const database::Table& table, bool twice);

    std::optional<Term> aggregate_of(Aggregate aggregate, const Link& link, bool twice);

    bool aggregated();

    /// The groups, or the columns that were asked for in their place.
    bool show_groups();

    bool order_groups(const Term& measure);

    // -- Lists.

    /// A column like "total" stands where a computation is asked for: no list can be meant. It is
    /// shown beside other columns of its rows, and of each of them.
    bool lists_what_is_computed();

    /// One row of the answer for each row of the table, whatever the joins do.
    bool once_for_each(const database::Table& table);

    bool listed();

    /// "all statuses", "the categories of equipment": one column without any word for its rows, or
    /// of kinds that repeat, asks for its different values.
    bool lists_values() const;

    /// "cities with more than 3 sites"
    bool having(const RelatedFilter& counted);

    bool most_common();

    bool rank(const Term& measure, bool descending, const std::string& limit);

    bool ranked();

    std::string limit_of(const Ranking& ranking) const { return ranking.superlative ? "1" : ""; }

    /// Groups of a ranking: rows of the subject when it is named, else the values of its column.
    bool group_targets(const Ranking& ranking);

    /// None of the targets is what stands for a row: "category of pumps".
    bool shows_no_row() const;

    bool ranked_by_count(const Ranking& ranking);

    bool ranked_by_aggregate(const Ranking& ranking);

    bool ranked_by_column(const Ranking& ranking);

    const Sketch& sketch_;
    const Sources& sources_;
    const Knowledge& knowledge_;
    const PlanOptions& options_;
    Query& query_;
    std::string& why_;
};

}
