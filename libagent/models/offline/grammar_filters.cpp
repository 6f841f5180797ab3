#include "libagent/models/offline/grammar_reader.h"
#include "libagent/models/offline/phrases.h"

#include <algorithm>
#include <utility>

namespace askdb::models::offline {
namespace {

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

constexpr Slot filter_list[] = {column_compare_slot, compare_column_slot, null_slot, related_slot};

}

std::span<const Slot> filter_slots() {
    return filter_list;
}

}
