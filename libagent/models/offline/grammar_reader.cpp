#include "libagent/models/offline/grammar_reader.h"

#include "libagent/models/offline/phrases.h"

#include <algorithm>

namespace askdb::models::offline {
namespace {

constexpr double cost_of_mention = 0.02;  ///< Fewer and longer names win.

}

void Reader::settle(Reading& reading) const {
    while (reading.at < words_.size() && reading.used.test(reading.at)) ++reading.at;
}

std::optional<Reading> Reader::moved(const Reading& reading, std::size_t end) const {
    for (std::size_t i = reading.at; i < end; ++i) {
        if (reading.used.test(i)) return std::nullopt;
    }
    Reading next = reading;
    next.at = end;
    settle(next);
    return next;
}

std::optional<Reading> Reader::after(const Reading& reading,
                                     std::initializer_list<std::string_view> phrases) const {
    const auto end = any_phrase_at(words_, reading.at, std::span(phrases.begin(), phrases.size()));
    return end ? moved(reading, *end) : std::nullopt;
}

Reading Reader::skipping(Reading reading, std::initializer_list<std::string_view> words) const {
    settle(reading);
    while (reading.at < words_.size() && words_[reading.at].kind == WordKind::word &&
           std::find(words.begin(), words.end(), words_[reading.at].folded) != words.end()) {
        ++reading.at;
        settle(reading);
    }
    return reading;
}

Reading Reader::past_articles(Reading reading) const {
    return skipping(std::move(reading), {"the", "a", "an", "all", "any", "their", "its", "our"});
}

template <class Keep>
std::vector<Reader::Taken> Reader::take_links(const Reading& reading, const Keep& keep) const {
    std::vector<Taken> taken;
    if (done(reading)) return taken;
    for (const Mention& mention : lattice_.at[reading.at]) {
        if ((mention.words & reading.used).any()) continue;
        Choice choice;
        choice.text = mention.text;
        std::copy_if(mention.links.begin(), mention.links.end(), std::back_inserter(choice.links),
                     keep);
        if (choice.links.empty()) continue;
        Reading next = reading;
        next.used |= mention.words;
        next.after_and = false;
        next.sketch.cost += cost_of_mention;
        settle(next);
        if (choice.links.front().kind == LinkKind::table) {
            next.nouns.push_back(choice);
            next.noun_end = next.at;
        }
        taken.push_back({std::move(next), std::move(choice)});
    }
    return taken;
}

std::vector<const database::Table*> Reader::beside(const Reading& reading, std::size_t at) const {
    static constexpr std::string_view links[] = {"that", "which", "who",  "whose", "with",  "a",
                                                 "an",   "the",   "have", "has",   "having"};
    if (reading.nouns.empty()) return {};
    bool direct = true;
    bool relative = false;
    for (std::size_t i = reading.noun_end; i < at; ++i) {
        const std::string& word = words_[i].folded;
        relative = relative || word == "that" || word == "which" || word == "who";
        const bool link = std::find(std::begin(links), std::end(links), word) != std::end(links);
        // "Orders at sites WERE opened": said of the orders, unless "that were opened".
        direct = direct && (link || (relative && is_gap_word(word)));
    }
    if (!direct && reading.nouns.size() > 1) return {};
    std::vector<const database::Table*> tables;
    for (const Link& link : reading.nouns.back().links) tables.push_back(link.table);
    return tables;
}

std::vector<Reader::Taken> Reader::take(const Reading& reading, LinkKind kind) const {
    return take_links(reading,
                      [kind](const Link& link) { return link.kind == kind && !link.plural; });
}

std::vector<Reader::TakenKind> Reader::take_kinds(const Reading& reading) const {
    std::vector<TakenKind> kinds;
    // The name of one row is no kind of rows.
    const auto is_kind = [](const Link& link) {
        return link.plural && display_column(*link.table) != link.column;
    };
    const auto tables = take(reading, LinkKind::table);
    // "Providers" are the rows of `providers`, whatever 'provider' says in some column.
    const auto is_whole_name_of_table = [&](const Taken& taken) {
        return std::any_of(tables.begin(), tables.end(), [&](const Taken& table) {
            const auto& links = table.choice.links;
            return table.reading.used == taken.reading.used &&
                   std::any_of(links.begin(), links.end(),
                               [](const Link& link) { return link.cost == 0; });
        });
    };
    for (Taken& taken : take_links(reading, is_kind)) {
        if (is_whole_name_of_table(taken)) continue;
        // A view shows the rows of a table: only its own name means the view.
        auto& links = taken.choice.links;
        const bool in_table = std::any_of(links.begin(), links.end(),
                                          [](const Link& link) { return !link.table->is_view; });
        if (in_table) std::erase_if(links, [](const Link& link) { return link.table->is_view; });
        Choice table{{}, taken.choice.text};
        for (const Link& link : taken.choice.links)
            table.links.push_back({LinkKind::table, link.table, nullptr, {}, 0, false});
        taken.reading.nouns.push_back(table);
        taken.reading.noun_end = taken.reading.at;
        kinds.push_back({std::move(taken.reading), std::move(table), std::move(taken.choice)});
    }
    return kinds;
}

std::vector<Reader::Taken> Reader::take_shown(const Reading& reading) const {
    return take_links(
        reading, [](const Link& link) { return link.kind == LinkKind::column && !link.copied; });
}

std::vector<Reader::Taken> Reader::take_clear(const Reading& reading, LinkKind kind) const {
    return take_links(reading, [kind](const Link& link) {
        return link.kind == kind && link.cost < cost_of_vague_name;
    });
}

std::vector<Reader::Taken> Reader::take_name(const Reading& reading) const {
    return take_links(reading, [](const Link& link) {
        return link.kind != LinkKind::value && link.cost < cost_of_vague_name;
    });
}

bool Reader::names_table(const Reading& begin, const Reading& end) const {
    for (const Taken& table : take(begin, LinkKind::table)) {
        if (table.reading.at == end.at) return true;
    }
    return false;
}

std::optional<Reader::Number> Reader::number(const Reading& reading) const {
    static constexpr std::string_view names[] = {"zero", "one",   "two",   "three", "four", "five",
                                                 "six",  "seven", "eight", "nine",  "ten"};
    if (done(reading)) return std::nullopt;
    const Word& word = words_[reading.at];
    std::string digits;
    if (word.kind == WordKind::number) digits = word.folded;
    if (word.kind == WordKind::word) {
        const auto found = std::find(std::begin(names), std::end(names), word.folded);
        if (found != std::end(names)) digits = std::to_string(found - std::begin(names));
    }
    if (digits.empty()) return std::nullopt;
    auto next = moved(reading, reading.at + 1);
    if (!next) return std::nullopt;
    return Number{std::move(*next), std::move(digits)};
}

std::optional<Reading> after_lack(const Reader& reader, const Reading& reading) {
    return reader.after(reading, {"without", "with no", "have no", "has no", "had no", "having no",
                                  "lacking", "missing", "do not have", "does not have",
                                  "did not have", "not have", "with missing"});
}

}
