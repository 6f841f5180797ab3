#include "libagent/models/offline/dates.h"
#include "libagent/models/offline/grammar_reader.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace askdb::models::offline {
namespace {

using FoundDate = std::optional<std::pair<Reading, DateFilter>>;

std::optional<DateSpan> span_after(const Reader& reader, const std::optional<Reading>& next) {
    if (!next) return std::nullopt;
    return date_at(reader.words(), reader.skipping(*next, {"the", "year"}).at);
}

std::string year_of_date(const std::string& iso) {
    return iso.substr(0, std::string_view("2024").size());
}

/// "between 2023 and 2024"; `between` is the reading behind that word.
FoundDate dates_between(const Reader& reader, const Reading& between) {
    const auto low = span_after(reader, between);
    const auto low_end = low ? reader.moved(between, low->end) : std::nullopt;
    const auto joined = low_end ? reader.after(*low_end, {"and", "to", "until"}) : std::nullopt;
    const auto high = span_after(reader, joined);
    auto end = high ? reader.moved(between, high->end) : std::nullopt;
    if (!end) return std::nullopt;
    return std::pair(std::move(*end),
                     DateFilter{.column = std::nullopt,
                                .from = low->from,
                                .until = high->until,
                                .from_year = year_of_date(low->from),
                                .until_year = year_of_date(high->until),
                                .whole_years = low->year && high->year,
                                .words = "between " + low->words + " and " + high->words});
}

struct DateForm {
    std::initializer_list<std::string_view> phrases;
    bool from, until, past;  // `past`: the boundary is the day after the date.
    std::string_view words;
};

DateFilter filter_of(const DateForm& form, const DateSpan& span) {
    DateFilter filter;
    if (form.from) filter.from = form.past ? span.until : span.from;
    if (form.until) filter.until = form.past ? span.from : span.until;
    if (filter.from) filter.from_year = year_of_date(*filter.from);
    if (filter.until) filter.until_year = year_of_date(*filter.until);
    filter.whole_years = span.year;
    const bool one_day = !span.year && span.words[0] <= '9';
    filter.words = std::string(form.from && form.until && one_day ? "on " : form.words);
    filter.words += span.words;
    return filter;
}

/// "in 2024", "since March 2025", "between 2023 and 2024": the filter without its column.
FoundDate dates_here(const Reader& reader, const Reading& reading) {
    if (const auto between = reader.after(reading, {"between", "from"}))
        return dates_between(reader, *between);
    const DateForm forms[] = {
        {{"in", "during", "on", "in the year", "of"}, true, true, false, "in "},
        {{"since", "starting in", "starting"}, true, false, false, "since "},
        {{"after", "later than"}, true, false, true, "after "},
        {{"before", "earlier than", "prior to"}, false, true, true, "before "},
        {{"until", "up to"}, false, true, false, "until "}};
    for (const DateForm& form : forms) {
        const auto span = span_after(reader, reader.after(reading, form.phrases));
        const auto end = span ? reader.moved(reading, span->end) : std::nullopt;
        if (end) return std::pair(*end, filter_of(form, *span));
    }
    return std::nullopt;
}

/// The waiting verb, beside all nouns that it may belong to: "sites opened the most orders".
Choice verb_with_nouns(const Reading& reading) {
    Choice verb = *reading.verb;
    for (std::size_t i = reading.verb_at; i < reading.nouns.size(); ++i) {
        for (const Link& link : reading.nouns[i].links) verb.beside.push_back(link.table);
    }
    return verb;
}

/// "in 2024", "opened since March 2025"
Readings date_slot(const Reader& reader, const Reading& reading) {
    Readings out;
    if (auto found = dates_here(reader, reading)) {
        if (reading.verb) {
            found->second.column = verb_with_nouns(reading);
            found->first.verb.reset();
        } else {
            found->first.sketch.cost += cost_of_unnamed_date;
            if (!reading.nouns.empty()) {
                for (const Link& link : reading.nouns.back().links)
                    found->second.beside.push_back(link.table);
            }
        }
        found->first.sketch.dates.push_back(std::move(found->second));
        close_targets(found->first);
        out.push_back(std::move(found->first));
    }
    for (Reader::Taken& column : reader.take(reading, LinkKind::column)) {
        const Reading next = reader.skipping(column.reading, {"is", "are", "was", "were"});
        auto found = dates_here(reader, next);
        if (!found) continue;
        column.choice.beside = reader.beside(reading, reading.at);
        found->second.column = std::move(column.choice);
        found->first.sketch.dates.push_back(std::move(found->second));
        close_targets(found->first);
        out.push_back(std::move(found->first));
    }
    return out;
}

/// "completed", "sent": says that something happened.
bool is_participle(const std::string& word) {
    static constexpr std::string_view irregular[] = {"begun", "bought", "built",
                                                     "paid",  "sent",   "sold"};
    return word.ends_with("ed") ||
           std::find(std::begin(irregular), std::end(irregular), word) != std::end(irregular);
}

/// "technicians COMPLETED the most work orders in 2024": the date comes later.
Readings verb_slot(const Reader& reader, const Reading& reading) {
    if (reading.verb || reader.done(reading) || reading.pending ||
        !is_participle(reader.words()[reading.at].folded))
        return {};
    Readings out;
    const std::string before = reading.at > 0 ? reader.words()[reading.at - 1].folded : "";
    for (Reader::Taken& column : reader.take_clear(reading, LinkKind::column)) {
        // "Opened orders" and "orders are opened" may speak of a state as well.
        column.reading.verb_may_stand = before != "is" && before != "are" &&
                                        !reading.nouns.empty() &&
                                        reader.take(column.reading, LinkKind::table).empty();
        column.choice.beside = reader.beside(reading, reading.at);
        column.reading.verb_at = reading.nouns.size();
        column.reading.verb = std::move(column.choice);
        close_targets(column.reading);
        out.push_back(std::move(column.reading));
    }
    return out;
}

/// "deliveries DUE per month": no participle, and what is due may be still to come. So it only
/// names the date of a group.
Readings due_slot(const Reader& reader, const Reading& reading) {
    if (reading.verb || reader.done(reading) || reading.pending || reading.nouns.empty() ||
        reader.words()[reading.at].folded != "due")
        return {};
    Readings out;
    for (Reader::Taken& column : reader.take(reading, LinkKind::column)) {
        if (!reader.after(column.reading, {"per day", "per month", "per year", "by day", "by month",
                                           "by year", "each day", "each month", "each year"}))
            continue;
        column.choice.beside = reader.beside(reading, reading.at);
        column.reading.verb_at = reading.nouns.size();
        column.reading.verb = std::move(column.choice);
        column.reading.verb_may_stand = true;
        close_targets(column.reading);
        out.push_back(std::move(column.reading));
    }
    return out;
}

constexpr Slot date_list[] = {verb_slot, due_slot, date_slot};

}

std::span<const Slot> date_slots() {
    return date_list;
}

}
