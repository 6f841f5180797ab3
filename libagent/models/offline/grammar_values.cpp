#include "libagent/models/offline/grammar_reader.h"

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

/// `reading` is where the words behind the values begin.
void add_restricted(Readings& out, Reading reading, ValueFilter filter, bool negated) {
    filter.negated = negated;
    reading.sketch.values.push_back(std::move(filter));
    close_targets(reading);
    out.push_back(std::move(reading));
}

Readings with_values(std::vector<TakenValues> taken, bool negated) {
    Readings out;
    for (TakenValues& one : taken)
        add_restricted(out, std::move(one.reading), std::move(one.filter), negated);
    return out;
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
        ValueFilter filter{{std::move(kind.value)}, false, false};
        add_restricted(out, std::move(kind.reading), std::move(filter), negative.has_value());
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
            add_restricted(out, std::move(one.reading), std::move(one.filter), negated);
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
            add_restricted(out, std::move(column.reading), std::move(filter), negated);
        }
    }
    return out;
}

constexpr Slot value_list[] = {value_slot, kind_slot, column_value_slot, value_column_slot};

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

std::span<const Slot> value_slots() {
    return value_list;
}

}
