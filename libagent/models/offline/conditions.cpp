#include "libagent/models/offline/conditions.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace askdb::models::offline {
namespace {

using database::Column;
using database::Table;

const Link& only(const Choice& choice) {
    return choice.links.front();
}

std::string counted_words(const RelatedFilter& related) {
    std::string what;
    for (const ValueFilter& filter : related.values) {
        for (std::size_t i = 0; i < filter.values.size(); ++i) {
            if (i > 0) what += " or ";
            what += only(filter.values[i]).values.front();
        }
        what += ' ';
    }
    return what + related.table.text;
}

/// Adds the filters of one sketch, one kind after the other; stops at the first that is no sense.
class ConditionWriter {
  public:
    ConditionWriter(const Sources& sources, const Knowledge& knowledge, Query& query,
                    std::string& why)
        : sources_(sources), knowledge_(knowledge), query_(query), why_(why) {}

    bool value(const ValueFilter& filter) {
        const Link& first = only(filter.values.front());
        const bool several = sources_.multiplies(*first.table);
        if (several && filter.negated)
            return refuse("'not {}' could mean no row at all, or some other row", first);
        if (filter.negated && sources_.may_miss(*first.table))
            return refuse("'not {}' leaves open what is with rows that have none", first);
        if (several && filter.every)
            return refuse("'{}' and the others could mean any of them, or all of them", first);
        const bool leaves_out = filter.negated && knowledge_.values.profile(*first.column).missing;
        OneOf condition{sources_.ref(first), {}, filter.negated, leaves_out};
        for (const Choice& value : filter.values) {
            for (const std::string& text : only(value).values) condition.values.push_back(text);
        }
        query_.where.push_back(std::move(condition));
        return true;
    }

    bool compare(const CompareFilter& filter) {
        const Link& link = only(filter.column);
        if (!database::is_number(link.column->kind)) {
            why_ = fmt::format("'{}' holds no numbers to compare", link.column->name);
            return false;
        }
        const ColumnRef column = sources_.ref(link);
        if (filter.high)
            query_.where.push_back(Between{column, filter.number, *filter.high});
        else
            query_.where.push_back(Compare{column, filter.op, filter.number});
        return true;
    }

    bool dates(const DateFilter& filter) {
        const Link& link = only(*filter.column);
        const ColumnRef column = sources_.ref(link);
        if (knowledge_.is_date(*link.column)) {
            query_.where.push_back(InDates{column, filter.from, filter.until, filter.words});
            return true;
        }
        if (!knowledge_.is_year(*link.column) || !filter.whole_years) {
            why_ = fmt::format("'{}' holds no dates", link.column->name);
            return false;
        }
        if (filter.from_year)
            query_.where.push_back(Compare{column, Operator::at_least, *filter.from_year});
        if (filter.until_year)
            query_.where.push_back(Compare{column, Operator::less, *filter.until_year});
        return true;
    }

    bool null(const NullFilter& filter) {
        const Link& link = only(filter.column);
        if (filter.verb) {
            // Said of all of them where every row has that date.
            if (link.column->nullable)
                query_.where.push_back(IsNull{sources_.ref(link), filter.negated});
            return true;
        }
        if (link.table != &sources_.subject())
            return refuse("'without {}' could mean no row at all, or some row", link);
        query_.where.push_back(IsNull{sources_.ref(link), filter.negated});
        return true;
    }

    bool related(const RelatedFilter& filter) {
        const Table& subject = sources_.subject();
        const Table& counted = *only(filter.table).table;
        const auto found = way_to(counted);
        if (!found) return false;
        const JoinStep& first = found->tree().steps.front();
        if (filter.number == "0" && filter.values.empty() && found->tree().steps.size() == 1 &&
            first.to_parent && first.may_miss && first.on.size() == 1) {
            // "Without a technician": the key that would point at one is missing.
            query_.where.push_back(IsNull{sources_.ref(subject, *first.on.front().first), false});
            return true;
        }
        if (first.to_parent || first.on.size() != 1) {
            why_ = fmt::format("no '{}' belong to one row of '{}'", counted.name, subject.name);
            return false;
        }
        auto inner = inner_query(filter, *found);
        if (!inner) return false;
        const bool none = filter.number == "0" && filter.op == Operator::equal;
        const bool negated = none || filter.op == Operator::less || filter.op == Operator::at_most;
        if (!none && !settle_having(filter, *inner)) return false;
        query_.where.push_back(Member{sources_.ref(subject, *first.on.front().first), negated,
                                      std::make_shared<const Query>(std::move(*inner)),
                                      related_words(filter, none)});
        return true;
    }

  private:
    /// From the subject to the rows that are counted for it, over tables that are not joined yet.
    std::optional<Sources> way_to(const Table& counted) {
        const Table& subject = sources_.subject();
        if (sources_.multiplies()) {
            why_ = fmt::format("it is not clear which condition belongs to '{}'", counted.name);
            return std::nullopt;
        }
        auto found = Sources::join(knowledge_.graph, subject, {&counted}, why_);
        if (!found) return std::nullopt;
        if (&counted == &subject) {
            why_ = fmt::format("'{}' cannot belong to itself", subject.name);
            return std::nullopt;
        }
        const auto& steps = found->tree().steps;
        const bool joined_too = std::any_of(steps.begin(), steps.end(), [&](const JoinStep& step) {
            return sources_.index_of(*step.added) < sources_.tables().size();
        });
        if (!joined_too) return found;
        why_ = fmt::format("'{}' comes in twice", steps.front().added->name);
        return std::nullopt;
    }

    /// "Fewer than 3" includes those with none: all but those that have 3 or more.
    bool settle_having(const RelatedFilter& filter, Query& inner) {
        Operator op = filter.op;
        if (op == Operator::less) op = Operator::at_least;
        if (op == Operator::at_most) op = Operator::greater;
        if (filter.number == "0" && op != Operator::greater) {
            why_ = "that number of rows asks for nothing";
            return false;
        }
        inner.having->op = op;
        return true;
    }

    bool refuse(fmt::format_string<const std::string&> format, const Link& link) {
        const std::string& name = link.values.empty() ? link.column->name : link.values.front();
        why_ = fmt::format(format, name);
        return false;
    }

    /// The rows that belong: all tables from the first step on, by the key of the subject.
    std::optional<Query> inner_query(const RelatedFilter& filter, const Sources& outer) {
        const auto& steps = outer.tree().steps;
        std::vector<const Table*> tables;
        for (const JoinStep& step : steps) tables.push_back(step.added);
        const auto sources = Sources::join(knowledge_.graph, *steps.front().added, tables, why_);
        if (!sources) return std::nullopt;
        Query inner;
        sources->write(inner, false);
        ConditionWriter writer(*sources, knowledge_, inner, why_);
        for (const ValueFilter& value : filter.values) {
            if (only(value.values.front()).table != only(filter.table).table) {
                why_ = fmt::format("'{}' is no value of '{}'", value.values.front().text,
                                   only(filter.table).table->name);
                return std::nullopt;
            }
            if (!writer.value(value)) return std::nullopt;
        }
        const Column& key = *steps.front().on.front().second;
        const Term term{Aggregate::none, sources->ref(*steps.front().added, key), {}};
        if (key.nullable) inner.where.push_back(IsNull{*term.column, true});
        inner.outputs = {term};
        const bool grouped = !(filter.number == "0" && filter.op == Operator::equal);
        if (!grouped) return inner;
        const auto counted = counted_term(outer, *sources, *only(filter.table).table);
        if (!counted) return std::nullopt;
        inner.group_by = {term};
        inner.having = Having{*counted, filter.op, filter.number};
        return inner;
    }

    std::optional<Term> counted_term(const Sources& outer, const Sources& inner,
                                     const Table& counted) {
        if (outer.goes_down_only(counted)) return Term{Aggregate::count, {}, {}};
        const Column* key = key_column(counted);
        if (key != nullptr) return Term{Aggregate::count_distinct, inner.ref(counted, *key), {}};
        why_ = fmt::format("'{}' has no single key to count by", counted.name);
        return std::nullopt;
    }

    static std::string related_words(const RelatedFilter& filter, bool none) {
        if (none) return "without " + counted_words(filter);
        static constexpr std::string_view words[] = {"exactly", "not",       "fewer than",
                                                     "at most", "more than", "at least"};
        return fmt::format("with {} {} {}", words[static_cast<std::size_t>(filter.op)],
                           filter.number, counted_words(filter));
    }

    const Sources& sources_;
    const Knowledge& knowledge_;
    Query& query_;
    std::string& why_;
};

/// Two sets of values, or a value and its absence, for one column.
bool contradicts(const Query& query) {
    std::vector<ColumnRef> seen;
    for (const Condition& condition : query.where) {
        if (!std::holds_alternative<OneOf>(condition) && !std::holds_alternative<IsNull>(condition))
            continue;
        const ColumnRef column = std::visit([](const auto& c) { return c.column; }, condition);
        if (std::find(seen.begin(), seen.end(), column) != seen.end()) return true;
        seen.push_back(column);
    }
    return false;
}

}

const RelatedFilter* counted_values(const Sketch& sketch) {
    if (!sketch.tables.empty() || sketch.related.size() != 1) return nullptr;
    const RelatedFilter& related = sketch.related.front();
    for (const Target& target : sketch.targets) {
        if (target.aggregate != Aggregate::none || target.table) return nullptr;
        if (only(target.what).table != only(related.table).table) return nullptr;
    }
    return &related;
}

bool add_conditions(const Draft& draft) {
    const Sketch& sketch = draft.sketch;
    ConditionWriter writer(draft.sources, draft.knowledge, draft.query, draft.why);
    const RelatedFilter* own = counted_values(sketch);
    const auto all = [](const auto& filters, const auto& add) {
        return std::all_of(filters.begin(), filters.end(), add);
    };
    const bool sound =
        all(sketch.values, [&](const ValueFilter& f) { return writer.value(f); }) &&
        all(sketch.compares, [&](const CompareFilter& f) { return writer.compare(f); }) &&
        all(sketch.dates, [&](const DateFilter& f) { return writer.dates(f); }) &&
        all(sketch.nulls, [&](const NullFilter& f) { return writer.null(f); }) &&
        all(sketch.related, [&](const RelatedFilter& f) {
            return &f == own ? all(f.values, [&](const ValueFilter& v) { return writer.value(v); })
                             : writer.related(f);
        });
    if (!sound || !contradicts(draft.query)) return sound;
    draft.why = "two conditions on one column exclude each other";
    return false;
}

}
