#include "libagent/models/offline/grammar_reader.h"
#include "libagent/models/offline/phrases.h"

namespace askdb::models::offline {
namespace {

/// Further things to show come after "and" or a comma.
bool may_add_target(const Reading& reading) {
    return reading.in_targets && !reading.pending &&
           (reading.sketch.targets.empty() || reading.after_and);
}

/// What the name of a column asks for by itself: "the TOTAL of orders".
struct NamedRequest {
    Aggregate meaning = Aggregate::none;
    bool is_clear = false;  ///< The column can only be what is computed with.
};

/// A longer name asks only where it reads like that too: "TOTAL AMOUNT of orders", "TOTAL OF
/// ORDERS". "TOTAL ORDERS" may as well ask how many there are.
NamedRequest asked_by_name(const Reader& reader, const Reading& reading,
                           const Reader::Taken& column) {
    const auto words = reader.words();
    const WordSet taken = column.reading.used & ~reading.used;
    const std::size_t first = reading.at;
    const std::size_t end = first + taken.count();
    const auto is_of = [&](std::size_t at) {
        return at < words.size() && words[at].folded == "of";
    };
    const bool one_word = end == first + 1;
    const auto rest = reader.moved(reading, first + 1);
    const bool with_table = !one_word && rest && reader.names_table(*rest, column.reading);
    const auto head = words.subspan(first, 1);
    const bool counts = head[0].folded == "number" || count_at(head, 0).has_value();
    if (counts && (is_of(first + 1) || with_table)) return {Aggregate::count};
    const auto phrase = aggregate_at(head, 0);
    if (!phrase) return {};
    const bool sums = phrase->meaning == Aggregate::sum;
    if (!one_word && !is_of(first + 1) && !with_table && !sums) return {};
    const bool free = end >= words.size() || words[end].kind != WordKind::word ||
                      is_function_word(words[end].folded);
    return {phrase->meaning,
            sums && !with_table && (one_word ? free : is_of(first + 1) || is_of(end))};
}

/// "total of orders", where a column has that name: it is what is added up.
void add_named_totals(const Reader& reader, const Reading& reading, Readings& out) {
    for (Reader::Taken& column : reader.take_shown(reading)) {
        if (!asked_by_name(reader, reading, column).is_clear) continue;
        column.reading.sketch.targets.push_back({Aggregate::sum, std::move(column.choice), {}});
        out.push_back(std::move(column.reading));
    }
}

/// "average", "minimum and maximum": each goes with the column that follows.
Readings aggregate_slot(const Reader& reader, const Reading& reading) {
    if (!may_add_target(reading)) return {};
    std::vector<Aggregate> wanted;
    Reading next = reading;
    while (const auto phrase = aggregate_at(reader.words(), next.at)) {
        const auto moved = reader.moved(next, phrase->end);
        if (!moved) return {};
        wanted.push_back(phrase->meaning);
        next = *moved;
        const auto joined = reader.after(next, {"and", "and the"});
        if (joined && aggregate_at(reader.words(), joined->at))
            next = *joined;
        else if (next.at < reader.words().size() &&
                 reader.words()[next.at].kind == WordKind::comma &&
                 aggregate_at(reader.words(), next.at + 1))
            next = *reader.moved(next, next.at + 1);
        else
            break;
    }
    if (wanted.empty()) return {};
    next = reader.skipping(next, {"of", "the", "value", "values"});
    Readings out;
    for (Reader::Taken& column : reader.take(next, LinkKind::column)) {
        for (const Aggregate aggregate : wanted)
            column.reading.sketch.targets.push_back({aggregate, column.choice, {}});
        out.push_back(std::move(column.reading));
    }
    add_named_totals(reader, reading, out);
    return out;
}

/// "how many", "number of different"
Readings count_slot(const Reader& reader, const Reading& reading) {
    if (!may_add_target(reading)) return {};
    const auto phrase = count_at(reader.words(), reading.at);
    auto next = phrase ? reader.moved(reading, phrase->end) : std::nullopt;
    if (!next) return {};
    next->pending = phrase->meaning ? Aggregate::count_distinct : Aggregate::count;
    return {reader.skipping(*next, {"the", "all", "of", "total"})};
}

/// What "number of" waits for: a table, or the different values of a column.
Readings counted_slot(const Reader& reader, const Reading& reading) {
    if (!reading.pending) return {};
    Readings out;
    for (Reader::Taken& table : reader.take(reading, LinkKind::table)) {
        table.reading.pending.reset();
        table.reading.after_table = table.reading.at;
        Sketch& sketch = table.reading.sketch;
        sketch.targets.push_back({Aggregate::count, {}, sketch.tables.size()});
        sketch.tables.push_back(std::move(table.choice));
        out.push_back(std::move(table.reading));
    }
    for (Reader::TakenKind& kind : reader.take_kinds(reading)) {
        kind.reading.pending.reset();
        kind.reading.after_table = kind.reading.at;
        Sketch& sketch = kind.reading.sketch;
        sketch.targets.push_back({Aggregate::count, {}, sketch.tables.size()});
        sketch.tables.push_back(std::move(kind.table));
        sketch.values.push_back({{std::move(kind.value)}, false, false});
        out.push_back(std::move(kind.reading));
    }
    for (Reader::Taken& column : reader.take_shown(reading)) {
        if (column.choice.links.front().cost >= cost_of_vague_name) continue;
        column.reading.pending.reset();
        column.reading.sketch.targets.push_back(
            {Aggregate::count_distinct, std::move(column.choice), {}});
        out.push_back(std::move(column.reading));
    }
    return out;
}

/// "name", "different cities"
Readings column_slot(const Reader& reader, const Reading& reading) {
    if (!may_add_target(reading)) return {};
    Reading next = reading;
    if (const auto different = reader.after(reading, {"different", "distinct", "unique"})) {
        next = *different;
        next.sketch.distinct = true;
    }
    Readings out;
    for (Reader::Taken& column : reader.take_shown(next)) {
        const bool asks = asked_by_name(reader, next, column).meaning != Aggregate::none;
        column.reading.sketch.targets.push_back(
            {Aggregate::none, std::move(column.choice), {}, asks});
        out.push_back(std::move(column.reading));
    }
    return out;
}

/// "most common status"
Readings most_common_slot(const Reader& reader, const Reading& reading) {
    if (!reading.in_targets || !reading.sketch.targets.empty()) return {};
    Readings out;
    for (const bool most : {true, false}) {
        const auto phrase = most ? reader.after(reading, {"most common", "most frequent"})
                                 : reader.after(reading, {"least common", "least frequent"});
        if (!phrase) continue;
        for (Reader::Taken& name : reader.take(*phrase, LinkKind::column)) {
            Sketch& sketch = name.reading.sketch;
            (most ? sketch.most_common : sketch.least_common) = true;
            sketch.targets.push_back({Aggregate::none, std::move(name.choice), {}});
            out.push_back(std::move(name.reading));
        }
    }
    return out;
}

/// "sites": shown when nothing of it is, else what the columns before it belong to.
Readings table_slot(const Reader& reader, const Reading& reading) {
    if (reading.pending) return {};
    const bool shown = reading.sketch.targets.empty();
    if (!shown && reading.after_and) return {};
    // Two tables side by side are one compound name, of something else.
    if (reading.after_table != 0 && reading.after_table == reading.at) return {};
    Readings out;
    for (Reader::Taken& table : reader.take(reading, LinkKind::table)) {
        Sketch& sketch = table.reading.sketch;
        if (shown)
            sketch.targets.push_back({Aggregate::none, {}, sketch.tables.size()});
        else
            table.reading.in_targets = false;
        table.reading.after_table = table.reading.at;
        sketch.tables.push_back(std::move(table.choice));
        out.push_back(std::move(table.reading));
    }
    for (Reader::TakenKind& kind : reader.take_kinds(reading)) {  // "pumps", "of chillers"
        Sketch& sketch = kind.reading.sketch;
        if (shown)
            sketch.targets.push_back({Aggregate::none, {}, sketch.tables.size()});
        else
            kind.reading.in_targets = false;
        kind.reading.after_table = kind.reading.at;
        sketch.tables.push_back(std::move(kind.table));
        sketch.values.push_back({{std::move(kind.value)}, false, false});
        out.push_back(std::move(kind.reading));
    }
    return out;
}

constexpr Slot target_list[] = {aggregate_slot, count_slot,       counted_slot,
                                column_slot,    most_common_slot, table_slot};

}

std::span<const Slot> target_slots() {
    return target_list;
}

}
