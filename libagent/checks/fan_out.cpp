#include "libagent/checks/fan_out.h"

#include "libagent/base/text.h"
#include "libagent/checks/fan_out_words.h"

#include <algorithm>
#include <utility>

namespace askdb::checks {
namespace {

/// Functions whose value does not change when rows come twice.
bool ignores_repeats(const Aggregate& call) {
    static constexpr std::string_view functions[] = {
        "min",     "max",    "bool_and", "bool_or",         "every",
        "bit_and", "bit_or", "mode",     "percentile_cont", "percentile_disc"};
    return call.distinct || among(functions, call.function);
}

bool is_average(const Aggregate& call) {
    return call.function == "avg" || call.function.starts_with("stddev") ||
           call.function.starts_with("var") || call.function == "median";
}

bool is_count(const Aggregate& call) {
    return call.function.starts_with("count");
}

/// The check of one SELECT.
class SelectFanOut {
  public:
    SelectFanOut(const std::vector<Scope>& scopes, std::size_t select, const FanOutInput& input,
                 FanOutReport& report)
        : scopes_(scopes),
          scope_(scopes[select]),
          input_(input),
          reach_{scope_, input.dialect, input.answers},
          groups_(scope_),
          report_(report) {}

    void run() {
        const SelectShape& select = *scope_.select;
        if (!select.is_read) return;
        for (const NameRef& name : select.group_by) {
            const Scope::Found found = scope_.resolve(name);
            if (found.place == Scope::Place::unclear) return;
            if (found.place == Scope::Place::own) groups_.add(found.column);
        }
        for (const Aggregate& call : select.aggregates) {
            if (!ignores_repeats(call)) judge(call);
        }
    }

  private:
    void judge(const Aggregate& call) {
        std::set<std::size_t> items;
        for (const NameRef& name : call.refs) {
            const Scope::Found found = scope_.resolve(name);
            if (found.place == Scope::Place::unclear) return;
            if (found.place == Scope::Place::own) items.insert(found.column.item);
        }
        if (items.empty() && !call.counts_rows) return;  // Of a SELECT around it.
        const Known by_groups = completed_groups();
        const bool is_constant = std::all_of(
            items.begin(), items.end(), [&](std::size_t item) { return by_groups.has_item(item); });
        if (is_constant && !items.empty()) {
            if (is_average(call)) return;
            if (is_count(call)) items.clear();  // It would be 1 each: rows are meant.
        }
        if (items.empty()) {
            judge_rows(call);
        } else {
            judge_values(call, items);
        }
    }

    Known completed_groups() const {
        Known known = groups_;
        known.complete();
        return known;
    }

    /// What multiplies the rows of these members, inside a group.
    std::vector<Multiplier> multipliers(const std::set<std::size_t>& items) {
        Known known = groups_;
        for (const std::size_t item : items) known.add_item(item);
        std::vector<Multiplier> found = multipliers_of(reach_, std::move(known));
        return found;
    }

    static bool any_many(const std::vector<Multiplier>& found) {
        return std::any_of(found.begin(), found.end(),
                           [](const Multiplier& multiplier) { return multiplier.is_many; });
    }

    void judge_values(const Aggregate& call, const std::set<std::size_t>& items) {
        std::vector<Multiplier> found = multipliers(items);
        if (found.empty() && items.size() > 1) {
            judge_rows(call);  // Columns of two sides that multiply each other.
            return;
        }
        ask(found);
        if (any_many(found) && !(is_average(call) && repeats_evenly(found))) {
            report_finding({scope_, call, *items.begin(), first_many(found)});
        } else if (items.size() == 1) {
            judge_inside(call, *items.begin());
        }
    }

    /// Values that come from a subquery which joins: there they may be repeated already.
    void judge_inside(const Aggregate& call, std::size_t item) {
        const std::size_t unit = scope_.select->from[item].unit;
        if (unit == npos || !gives_all_rows(*scopes_[unit].select)) return;
        const Scope& inner = scopes_[unit];
        const Known outside = completed_groups();
        Known known(inner);
        std::size_t source = npos;
        for (const SelectItem& output : inner.select->items) {
            if (!output.column) continue;
            const Scope::Found found = inner.resolve(*output.column);
            if (found.place != Scope::Place::own) continue;
            if (outside.has({item, output.name})) known.add(found.column);
            const bool is_value =
                std::any_of(call.refs.begin(), call.refs.end(),
                            [&](const NameRef& name) { return name.name == output.name; });
            if (!is_value) continue;
            source = found.column.item;
            known.add_item(source);
        }
        if (source == npos) return;
        const std::vector<Multiplier> found =
            multipliers_of({inner, input_.dialect, input_.answers}, std::move(known));
        ask(found);
        if (any_many(found)) report_finding({inner, call, source, first_many(found)});
    }

    /// A join whose rows come out as they are.
    static bool gives_all_rows(const SelectShape& select) {
        const bool has_numbers =
            std::any_of(select.items.begin(), select.items.end(),
                        [](const SelectItem& item) { return item.numbers_within.has_value(); });
        return select.is_read && select.from.size() > 1 && !select.is_aggregated() &&
               !select.is_distinct && !select.is_set && !select.is_one_row && !has_numbers;
    }

    /// Rows of the join are counted: right when they are the rows of one member.
    void judge_rows(const Aggregate& call) {
        std::vector<Multiplier> least;
        std::size_t grain = npos;
        bool is_sure = true;
        for (std::size_t item = 0; item < scope_.relations.size(); ++item) {
            std::vector<Multiplier> found = multipliers({item});
            if (found.empty()) return;
            is_sure &= any_many(found);
            const bool is_less = grain == npos || found.size() < least.size();
            if (!is_less) continue;
            least = std::move(found);
            grain = item;
        }
        if (grain == npos) return;
        ask(least);
        if (is_sure) report_finding({scope_, call, grain, first_many(least)});
    }

    /// Whether each row of a group comes equally often: what multiplies hangs on the group alone.
    bool repeats_evenly(const std::vector<Multiplier>& found) const {
        Known known = completed_groups();
        for (const Multiplier& multiplier : found) known.add_item(multiplier.item);
        for (const ScopeBinding& binding : scope_.bindings) {
            const bool is_multiplier =
                std::any_of(found.begin(), found.end(), [&](const Multiplier& multiplier) {
                    return multiplier.item == binding.column.item;
                });
            if (is_multiplier && !known.has_all(binding.by)) return false;
        }
        return scope_.select->is_grouped;
    }

    void ask(const std::vector<Multiplier>& found) {
        for (const bool is_many : {true, false}) {
            for (const Multiplier& multiplier : found) {
                const bool is_new = multiplier.is_many == is_many && !multiplier.is_proven &&
                                    !multiplier.probe.sql.empty() &&
                                    std::find(report_.probes.begin(), report_.probes.end(),
                                              multiplier.probe) == report_.probes.end();
                if (is_new) report_.probes.push_back(multiplier.probe);
            }
        }
    }

    /// Of some that any_many() is true of.
    static const Multiplier& first_many(const std::vector<Multiplier>& found) {
        return *std::find_if(found.begin(), found.end(),
                             [](const Multiplier& multiplier) { return multiplier.is_many; });
    }

    void report_finding(const FanOutFacts& facts) {
        const bool is_known =
            std::any_of(report_.found.begin(), report_.found.end(),
                        [&](const FanOut& known) { return known.aggregate == facts.call.text; });
        if (is_known) return;
        report_.found.push_back({.aggregate = facts.call.text,
                                 .multiplied = facts.scope.relations[facts.multiplied].label,
                                 .multiplier = facts.scope.relations[facts.by.item].label,
                                 .message = fan_out_words(facts),
                                 .is_proven = facts.by.is_proven});
    }

    const std::vector<Scope>& scopes_;
    const Scope& scope_;
    const FanOutInput& input_;
    const ReachInput reach_;
    Known groups_;
    FanOutReport& report_;
};

}

FanOutReport find_fan_out(const StatementShape& statement, const FanOutInput& input) {
    FanOutReport report;
    const std::vector<Scope> scopes = scopes_of(statement, input.catalog);
    for (std::size_t select = 0; select < scopes.size(); ++select)
        SelectFanOut(scopes, select, input, report).run();
    return report;
}

}
