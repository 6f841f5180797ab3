#include "libagent/models/offline/grammar_reader.h"
#include "libagent/models/offline/phrases.h"

#include <algorithm>
#include <utility>

namespace askdb::models::offline {
namespace {

/// Keeps, in each, only the links to columns that all of them share.
bool share_columns(std::vector<Choice>& choices) {
    for (Choice& choice : choices) {
        std::erase_if(choice.links, [&](const Link& link) {
            return !std::all_of(choices.begin(), choices.end(), [&](const Choice& other) {
                return &other == &choice ||
                       std::any_of(other.links.begin(), other.links.end(),
                                   [&](const Link& l) { return l.column == link.column; });
            });
        });
    }
    return std::none_of(choices.begin(), choices.end(),
                        [](const Choice& choice) { return choice.links.empty(); });
}

/// Only the values of columns that `column` may name, dearer by what the name left out.
bool restrict_to(ValueFilter& filter, const Choice& column) {
    for (Choice& value : filter.values) {
        std::vector<Link> kept;
        for (Link& link : value.links) {
            for (const Link& named : column.links) {
                if (named.column != link.column) continue;
                link.cost += named.cost;
                kept.push_back(link);
                break;
            }
        }
        value.links = std::move(kept);
        if (value.links.empty()) return false;
    }
    return true;
}

Readings with_values(std::vector<TakenValues> taken, bool negated) {
    Readings out;
    for (TakenValues& one : taken) {
        one.filter.negated = negated;
        one.reading.sketch.values.push_back(std::move(one.filter));
        close_targets(one.reading);
        out.push_back(std::move(one.reading));
    }
    return out;
}

std::optional<Reading> after_lack(const Reader& reader, const Reading& reading) {
    return reader.after(reading, {"without", "with no", "have no", "has no", "had no", "having no",
                                  "lacking", "missing", "do not have", "does not have",
                                  "did not have", "not have", "with missing"});
}

/// "critical", "not completed", "other than Sevilla"
Readings value_slot(const Reader& reader, const Reading& reading) {
    const auto negative =
        reader.after(reading, {"not", "not in", "not at", "not a", "other than", "except",
                               "except for", "excluding", "outside", "not from"});
    if (!negative) return with_values(take_values(reader, reading), false);
    Readings out = with_values(take_values(reader, reader.past_articles(*negative)), true);
    if (!out.empty()) return out;
    const auto shorter = reader.after(reading, {"not"});  // "Not 'in service'".
    if (!shorter) return out;
    return with_values(take_values(reader, *shorter), true);
}

/// "who are electricians", "are not pumps": the plural of a value, said of a table that is named.
Readings kind_slot(const Reader& reader, const Reading& reading) {
    if (reading.nouns.empty()) return {};
    const auto verb = reader.after(reading, {"are", "were", "that are", "who are", "which are"});
    if (!verb) return {};
    const auto negative = reader.after(*verb, {"not"});
    Readings out;
    for (Reader::TakenKind& kind : reader.take_kinds(negative ? *negative : *verb)) {
        kind.reading.nouns = reading.nouns;
        kind.reading.sketch.values.push_back(
            {{std::move(kind.value)}, negative.has_value(), false});
        close_targets(kind.reading);
        out.push_back(std::move(kind.reading));
    }
    return out;
}

/// "status is open", "with priority critical", "city not Sevilla"
Readings column_value_slot(const Reader& reader, const Reading& reading) {
    Readings out;
    const auto lack = after_lack(reader, reading);
    const Reading start = lack ? reader.past_articles(*lack) : reading;
    for (Reader::Taken& column : reader.take(start, LinkKind::column)) {
        Reading next = reader.skipping(column.reading, {"is", "are", "was", "were", "of", "being",
                                                        "equals", "named", "called", "value"});
        bool negated = lack.has_value();
        if (auto no = reader.after(next, {"not", "other than"})) next = *no, negated = true;
        for (TakenValues& one : take_values(reader, reader.past_articles(next))) {
            if (!restrict_to(one.filter, column.choice)) continue;
            one.filter.negated = negated;
            one.reading.sketch.values.push_back(std::move(one.filter));
            close_targets(one.reading);
            out.push_back(std::move(one.reading));
        }
    }
    return out;
}

/// "critical priority", "corrective type"
Readings value_column_slot(const Reader& reader, const Reading& reading) {
    Readings out;
    Reading start = reading;
    bool negated = false;
    if (auto no = reader.after(reading, {"not"})) start = *no, negated = true;
    for (TakenValues& one : take_values(reader, start)) {
        for (Reader::Taken& column : reader.take(one.reading, LinkKind::column)) {
            ValueFilter filter = one.filter;
            if (!restrict_to(filter, column.choice)) continue;
            filter.negated = negated;
            column.reading.sketch.values.push_back(std::move(filter));
            close_targets(column.reading);
            out.push_back(std::move(column.reading));
        }
    }
    return out;
}

struct Bound {
    Reading reading;
    Operator op = Operator::equal;
    std::string number;
    std::optional<std::string> high = {};
};

/// "more than 5", "5 or more", "between 2 and 7"; a bare number only when `bare` says so.
std::optional<Bound> bound_at(const Reader& reader, const Reading& reading, bool bare) {
    if (const auto between = reader.after(reading, {"between", "from"})) {
        const auto low = reader.number(*between);
        if (!low) return std::nullopt;
        const auto joined = reader.after(low->reading, {"and", "to"});
        const auto high = joined ? reader.number(*joined) : std::nullopt;
        if (!high) return std::nullopt;
        return Bound{high->reading, Operator::at_least, low->digits, high->digits};
    }
    if (const auto comparison = comparison_at(reader.words(), reading.at)) {
        const auto next = reader.moved(reading, comparison->end);
        const auto number = next ? reader.number(*next) : std::nullopt;
        if (!number) return std::nullopt;
        return Bound{number->reading, comparison->meaning, number->digits};
    }
    const auto number = reader.number(reading);
    if (!number) return std::nullopt;
    if (const auto more = reader.after(number->reading, {"or more", "or above", "or higher"}))
        return Bound{*more, Operator::at_least, number->digits};
    if (const auto less =
            reader.after(number->reading, {"or less", "or fewer", "or below", "or lower"}))
        return Bound{*less, Operator::at_most, number->digits};
    if (!bare) return std::nullopt;
    return Bound{number->reading, Operator::equal, number->digits};
}

/// "cost above 500", "labor hours is 3"
Readings column_compare_slot(const Reader& reader, const Reading& reading) {
    Readings out;
    for (Reader::Taken& column : reader.take(reading, LinkKind::column)) {
        const Reading next =
            reader.skipping(column.reading, {"is", "are", "was", "were", "of", "equals"});
        auto bound = bound_at(reader, next, true);
        if (!bound) continue;
        column.choice.beside = reader.beside(reading, reading.at);
        bound->reading.sketch.compares.push_back(
            {std::move(column.choice), bound->op, bound->number, bound->high});
        close_targets(bound->reading);
        out.push_back(std::move(bound->reading));
    }
    return out;
}

/// "more than 5 labor hours"
Readings compare_column_slot(const Reader& reader, const Reading& reading) {
    const auto bound = bound_at(reader, reading, false);
    if (!bound) return {};
    Readings out;
    for (Reader::Taken& column : reader.take(bound->reading, LinkKind::column)) {
        column.choice.beside = reader.beside(reading, reading.at);
        column.reading.sketch.compares.push_back(
            {std::move(column.choice), bound->op, bound->number, bound->high});
        close_targets(column.reading);
        out.push_back(std::move(column.reading));
    }
    return out;
}

/// "without a completion date", "whose cost is unknown"
Readings null_slot(const Reader& reader, const Reading& reading) {
    Readings out;
    if (const auto lack = after_lack(reader, reading)) {
        const Reading start = reader.past_articles(*lack);
        for (Reader::Taken& column : reader.take_clear(start, LinkKind::column)) {
            // What also names a table is had or not had as a row: see related_slot().
            if (reader.names_table(start, column.reading)) continue;
            if (!take_values(reader, reader.skipping(column.reading, {"of", "value"})).empty())
                continue;
            column.reading.sketch.nulls.push_back({std::move(column.choice), false});
            close_targets(column.reading);
            out.push_back(std::move(column.reading));
        }
        return out;
    }
    for (Reader::Taken& column : reader.take(reading, LinkKind::column)) {
        const auto verb = reader.after(column.reading, {"is", "are"});
        if (!verb) continue;
        const auto negated = reader.after(*verb, {"not"});
        const auto end = reader.after(negated ? *negated : *verb,
                                      {"missing", "null", "empty", "blank", "unknown", "not set"});
        if (!end) continue;
        Reading next = *end;
        next.sketch.nulls.push_back({std::move(column.choice), negated.has_value()});
        close_targets(next);
        out.push_back(std::move(next));
    }
    return out;
}

/// "[critical] work orders", as what is counted for each row.
void add_related(const Reader& reader, const Reading& reading, const RelatedFilter& begun,
                 Readings& out) {
    for (Reader::Taken& table : reader.take(reading, LinkKind::table)) {
        RelatedFilter filter = begun;
        filter.table = std::move(table.choice);
        table.reading.sketch.related.push_back(std::move(filter));
        close_targets(table.reading);
        out.push_back(std::move(table.reading));
    }
    for (Reader::TakenKind& kind : reader.take_kinds(reading)) {
        RelatedFilter filter = begun;
        filter.table = std::move(kind.table);
        filter.values.push_back({{std::move(kind.value)}, false, false});
        kind.reading.sketch.related.push_back(std::move(filter));
        close_targets(kind.reading);
        out.push_back(std::move(kind.reading));
    }
    constexpr std::size_t most_values = 2;
    if (begun.values.size() >= most_values) return;
    for (TakenValues& one : take_values(reader, reading)) {
        RelatedFilter filter = begun;
        filter.values.push_back(std::move(one.filter));
        add_related(reader, one.reading, filter, out);
    }
}

/// "with more than 10 work orders", "without equipment"
Readings related_slot(const Reader& reader, const Reading& reading) {
    Readings out;
    if (const auto lack = after_lack(reader, reading)) {
        RelatedFilter none;
        none.op = Operator::equal;
        none.number = "0";
        add_related(reader, reader.past_articles(*lack), none, out);
        return out;
    }
    // A bare number counts only what is had: "with 3 pumps", not "five star hotels".
    static constexpr std::string_view having[] = {"with", "have", "has", "had", "having"};
    const bool had =
        reading.at > 0 && std::find(std::begin(having), std::end(having),
                                    reader.words()[reading.at - 1].folded) != std::end(having);
    const auto bound = bound_at(reader, reading, had);
    if (!bound || bound->high) return out;
    RelatedFilter some;
    some.op = bound->op;
    some.number = bound->number;
    if (some.number.find_first_not_of("0123456789") != std::string::npos) return out;
    add_related(reader, bound->reading, some, out);
    return out;
}

constexpr Slot filter_list[] = {value_slot,        kind_slot,           column_value_slot,
                                value_column_slot, column_compare_slot, compare_column_slot,
                                null_slot,         related_slot};

}

std::vector<TakenValues> take_values(const Reader& reader, const Reading& reading) {
    constexpr std::size_t most_values = 8;
    std::vector<TakenValues> out;
    for (Reader::Taken& first : reader.take(reading, LinkKind::value)) {
        TakenValues one{std::move(first.reading), {{std::move(first.choice)}, false, false}};
        out.push_back(one);
        while (one.filter.values.size() < most_values) {
            auto joined = reader.after(one.reading, {"or", "or in"});
            auto both = reader.after(one.reading, {"and", "and in"});
            const std::size_t at = one.reading.at;
            if (both) joined = both;
            if (!joined && at < reader.words().size() &&
                reader.words()[at].kind == WordKind::comma) {
                joined = reader.moved(one.reading, at + 1);
                both = reader.after(*joined, {"and"});
                if (auto more = reader.after(*joined, {"or", "and"})) joined = std::move(more);
            }
            if (!joined) break;
            auto next = reader.take(*joined, LinkKind::value);
            if (next.empty()) break;
            one.reading = std::move(next.front().reading);
            one.filter.values.push_back(std::move(next.front().choice));
            one.filter.every = one.filter.every || both.has_value();
            TakenValues shared = one;
            if (!share_columns(shared.filter.values)) break;
            out.push_back(std::move(shared));
        }
    }
    return out;
}

std::span<const Slot> filter_slots() {
    return filter_list;
}

}
