#include "libagent/models/offline/dates.h"
#include "libagent/models/offline/grammar_reader.h"
#include "libagent/models/offline/phrases.h"

#include <utility>

namespace askdb::models::offline {
namespace {

bool computes_something(const Reading& reading) {
    if (reading.pending) return true;
    for (const Target& target : reading.sketch.targets) {
        if (target.aggregate != Aggregate::none) return true;
    }
    return false;
}

/// "month", "year": part of the table's only date.
std::optional<std::pair<Reading, DatePart>> part_here(const Reader& reader,
                                                      const Reading& reading) {
    if (auto next = reader.after(reading, {"year"})) return std::pair(*next, DatePart::year);
    if (auto next = reader.after(reading, {"month"})) return std::pair(*next, DatePart::month);
    if (auto next = reader.after(reading, {"day"})) return std::pair(*next, DatePart::day);
    return std::nullopt;
}

void add_groups(const Reader& reader, const Reading& reading, Readings& out) {
    constexpr std::size_t most_groups = 3;
    if (reading.sketch.groups.size() >= most_groups) return;
    const auto go_on = [&](Reading next) {
        auto joined = reader.after(next, {"and", "and by", "and per", "and each"});
        if (!joined && next.at < reader.words().size() &&
            reader.words()[next.at].kind == WordKind::comma)
            joined = reader.moved(next, next.at + 1);
        out.push_back(std::move(next));
        if (joined) add_groups(reader, reader.past_articles(*joined), out);
    };
    for (Reader::Taken& name : reader.take_name(reading)) {
        name.reading.nouns = reading.nouns;  // "Orders by customer IN 2024": said of the orders.
        name.reading.sketch.groups.push_back({std::move(name.choice), DatePart::none});
        name.reading.in_targets = name.reading.sketch.targets.empty();
        go_on(std::move(name.reading));
    }
    if (auto part = part_here(reader, reading)) {
        if (!reading.verb) part->first.sketch.cost += cost_of_unnamed_date;
        part->first.verb_grouped = reading.verb.has_value();
        part->first.sketch.groups.push_back({reading.verb, part->second});
        part->first.in_targets = part->first.sketch.targets.empty();
        go_on(std::move(part->first));
    }
}

/// "by site", "for each city and status", "per month"
Readings group_slot(const Reader& reader, const Reading& reading) {
    const auto by = reader.after(
        reading, {"by", "per", "for each", "for every", "in each", "of each", "at each", "on each",
                  "from each", "each", "every", "in every", "grouped by", "group by",
                  "broken down by", "by each", "split by", "for different", "for each of"});
    if (!by) return {};
    Readings out;
    add_groups(reader, reader.past_articles(*by), out);
    return out;
}

/// A ranking by how many rows there are, as far as it was read: "most CRITICAL …".
struct BegunCount {
    Ranking ranking;
    std::vector<ValueFilter> values;
};

/// What is counted for a superlative: "work orders", "critical work orders", "pumps".
void add_counted(const Reader& reader, const Reading& reading, const BegunCount& begun,
                 Readings& out) {
    const auto push = [&](Reading next, Choice table, std::vector<ValueFilter> of) {
        Ranking ranking = begun.ranking;
        ranking.by = std::move(table);
        next.sketch.rankings.push_back(std::move(ranking));
        for (ValueFilter& value : of) next.sketch.values.push_back(std::move(value));
        next.in_targets = next.limited = false;
        out.push_back(std::move(next));
    };
    for (Reader::Taken& table : reader.take(reading, LinkKind::table))
        push(std::move(table.reading), std::move(table.choice), begun.values);
    for (Reader::TakenKind& kind : reader.take_kinds(reading)) {
        std::vector<ValueFilter> all = begun.values;
        all.push_back({{std::move(kind.value)}, false, false});
        push(std::move(kind.reading), std::move(kind.table), std::move(all));
    }
    constexpr std::size_t most_values = 2;
    if (begun.values.size() >= most_values) return;
    for (TakenValues& one : take_values(reader, reading)) {
        BegunCount more = begun;
        more.values.push_back(std::move(one.filter));
        add_counted(reader, one.reading, more, out);
    }
}

/// What a ranking goes by: "cost", "total cost", "number of critical work orders".
void add_ranking(const Reader& reader, const Reading& reading, const Ranking& begun,
                 Readings& out) {
    const auto push = [&](Reading next, Aggregate aggregate, Choice choice) {
        choice.beside = reader.beside(reading, reading.at);
        Ranking ranking = begun;
        ranking.aggregate = aggregate;
        ranking.by = std::move(choice);
        next.sketch.rankings.push_back(std::move(ranking));
        next.in_targets = false;
        next.limited = false;
        out.push_back(std::move(next));
    };
    if (const auto count = count_at(reader.words(), reading.at)) {
        const auto next = reader.moved(reading, count->end);
        if (next && begun.superlative) {
            BegunCount counted{begun, {}};
            counted.ranking.aggregate = Aggregate::count;
            add_counted(reader, reader.past_articles(*next), counted, out);
        } else if (next) {  // A mere order shows all rows: what is counted may not filter them.
            for (Reader::Taken& table : reader.take(reader.past_articles(*next), LinkKind::table))
                push(std::move(table.reading), Aggregate::count, std::move(table.choice));
        }
    }
    if (const auto phrase = aggregate_at(reader.words(), reading.at)) {
        if (const auto next = reader.moved(reading, phrase->end)) {
            const Reading start = reader.skipping(*next, {"of", "the"});
            for (Reader::Taken& column : reader.take(start, LinkKind::column))
                push(std::move(column.reading), phrase->meaning, std::move(column.choice));
        }
    }
    for (Reader::Taken& column : reader.take(reading, LinkKind::column))
        push(std::move(column.reading), Aggregate::none, std::move(column.choice));
}

/// "which category of pumps HAS the most": not "that has", which belongs to the word before.
bool is_main_verb(const Reader& reader, const Reading& reading) {
    std::size_t at = reading.at;
    const auto before = [&] { return at > 0 ? reader.words()[at - 1].folded : std::string(); };
    if (before() == "the") --at;
    if (before() != "has" && before() != "have" && before() != "had") return false;
    --at;
    return before() != "that" && before() != "which" && before() != "who";
}

/// "the most work orders", "the highest cost", "the fewest critical work orders"
Readings superlative_slot(const Reader& reader, const Reading& reading) {
    if (reading.sketch.targets.empty() || reading.pending || !reading.sketch.rankings.empty())
        return {};
    Readings out;
    if (const auto count = extreme_count_at(reader.words(), reading.at)) {
        if (const auto next = reader.moved(reading, count->end)) {
            const Ranking begun{
                Aggregate::count, {}, count->meaning, true, is_main_verb(reader, reading)};
            add_counted(reader, *next, {begun, {}}, out);
        }
    }
    if (const auto extreme = extreme_at(reader.words(), reading.at)) {
        if (const auto next = reader.moved(reading, extreme->end))
            add_ranking(
                reader, reader.skipping(*next, {"of", "value"}),
                {Aggregate::none, {}, extreme->meaning, true, is_main_verb(reader, reading)}, out);
    }
    return out;
}

/// "top 5", "bottom 3", "5" before what is shown
Readings limit_slot(const Reader& reader, const Reading& reading) {
    if (!reading.in_targets || reading.pending || !reading.sketch.targets.empty() ||
        reading.sketch.limit)
        return {};
    const auto top = reader.after(reading, {"top"});
    const auto bottom = reader.after(reading, {"bottom"});
    const auto number = reader.number(top ? *top : bottom ? *bottom : reading);
    // "In 2024, which …" gives no number of rows.
    const bool bare = !top && !bottom;
    if (bare && (date_at(reader.words(), reading.at) ||
                 (reading.at > 0 && is_filler(reader.words()[reading.at - 1].folded))))
        return {};
    if (!number || number->digits.size() > 6 ||
        number->digits.find_first_not_of("0123456789") != std::string::npos ||
        number->digits == "0")
        return {};
    Reading next = number->reading;
    next.sketch.limit = number->digits;
    next.limited = true;
    // The order comes later ("top 5 sites by cost"); until then this is only its direction.
    if (bottom) next.sketch.least_common = true;
    return {next};
}

/// "top 5 sites BY COST"
Readings ranked_by_slot(const Reader& reader, const Reading& reading) {
    if (!reading.limited || reading.sketch.targets.empty()) return {};
    const auto by = reader.after(reading, {"by", "ranked by", "ordered by", "sorted by",
                                           "in terms of", "based on", "by the"});
    if (!by) return {};
    Readings out;
    const bool bottom = reading.sketch.least_common;
    add_ranking(reader, reader.past_articles(*by), {Aggregate::none, {}, !bottom, true, false},
                out);
    for (Reading& next : out) {
        next.sketch.least_common = false;
        next.limited = false;
    }
    return out;
}

/// "sorted by name", "in descending order of cost", "in alphabetical order"
Readings order_slot(const Reader& reader, const Reading& reading) {
    if (reading.sketch.targets.empty() || !reading.sketch.rankings.empty() || reading.limited)
        return {};
    Readings out;
    const auto by = reader.after(
        reading, {"sorted by", "ordered by", "order by", "sort by", "in order of", "arranged by",
                  "in ascending order of", "in alphabetical order of", "in the order of",
                  "in alphabetical order by", "in ascending order by",
                  "sorted in ascending order of", "ordered in ascending order of"});
    const auto down = reader.after(
        reading, {"in descending order of", "in decreasing order of", "in descending order by",
                  "sorted in descending order of", "ordered in descending order of"});
    if (!by && !down) return out;
    Readings found;
    add_ranking(reader, reader.past_articles(by ? *by : *down),
                {Aggregate::none, {}, down.has_value(), false, false}, found);
    for (Reading& next : found) {
        if (auto up = reader.after(next, {"ascending", "in ascending order", "alphabetically",
                                          "in alphabetical order"})) {
            up->sketch.rankings.back().descending = false;
            out.push_back(std::move(*up));
        } else if (auto end = reader.after(next, {"descending", "in descending order"})) {
            end->sketch.rankings.back().descending = true;
            out.push_back(std::move(*end));
        } else {
            out.push_back(std::move(next));
        }
    }
    return out;
}

/// "the name of EACH site": every one of them, when nothing is computed for it.
Readings every_slot(const Reader& reader, const Reading& reading) {
    if (computes_something(reading)) return {};
    auto next = reader.after(reading, {"each", "every", "any", "some"});
    if (!next) return {};
    next->sketch.each = true;
    return {*next};
}

constexpr Slot shape_list[] = {group_slot,     superlative_slot, limit_slot,
                               ranked_by_slot, order_slot,       every_slot};

}

std::span<const Slot> shape_slots() {
    return shape_list;
}

}
