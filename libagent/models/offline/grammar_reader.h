#pragma once

#include "libagent/models/offline/linker.h"
#include "libagent/models/offline/sketch.h"
#include "libagent/models/offline/words.h"

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace askdb::models::offline {

/// A question read up to some word.
struct Reading {
    std::size_t at = 0;
    WordSet used;  ///< Placed already, maybe ahead of `at` (scattered names).
    Sketch sketch;
    std::optional<Aggregate> pending;  ///< "number of" waits for what is counted.
    bool in_targets = true;            ///< Still saying what the answer shows.
    bool after_and = false;
    std::size_t after_table = 0;  ///< Word after the last table; 0: none yet.
    std::optional<Choice> verb;   ///< A date that waits: "completed the most orders IN 2024".
    bool verb_may_stand = false;  ///< "orders COMPLETED by site": not an adjective before a noun.
    bool verb_grouped = false;    ///< "Orders COMPLETED per year".
    std::size_t verb_at = 0;      ///< Nouns that were named when the verb came.
    std::vector<Choice> nouns;    ///< Tables that were named so far, in their order.
    std::size_t noun_end = 0;     ///< Word after the last of them.
    bool limited = false;         ///< A number of rows was given and still wants an order.
};

/// A date whose column is not named makes a reading less likely.
inline constexpr double cost_of_unnamed_date = 0.3;
/// So does a participle that says only that there is such a date.
inline constexpr double cost_of_bare_verb = 0.25;

using Readings = std::vector<Reading>;

/// Small steps over the words of one question; each gives all ways to go on. Borrows everything.
class Reader {
  public:
    Reader(std::span<const Word> words, const Lattice& lattice)
        : words_(words), lattice_(lattice) {}

    std::span<const Word> words() const { return words_; }
    bool done(const Reading& reading) const { return reading.at >= words_.size(); }

    /// Moves over words that a scattered name has taken.
    void settle(Reading& reading) const;
    /// The reading after the longest of these phrases, when one starts here.
    std::optional<Reading> after(const Reading& reading,
                                 std::initializer_list<std::string_view> phrases) const;
    /// The reading moved to word `end`; nothing when a word on the way is taken.
    std::optional<Reading> moved(const Reading& reading, std::size_t end) const;
    /// Over any of these single words, as many as there are.
    Reading skipping(Reading reading, std::initializer_list<std::string_view> words) const;
    /// Over articles: the, a, an, all, any, their.
    Reading past_articles(Reading reading) const;

    struct Taken {
        Reading reading;
        Choice choice;
    };
    /// Each name of this kind that starts here.
    std::vector<Taken> take(const Reading& reading, LinkKind kind) const;
    /// Columns, but none that copies the name of a table's row: that row itself is meant.
    std::vector<Taken> take_shown(const Reading& reading) const;
    /// The same as take(), but only names that leave little out.
    std::vector<Taken> take_clear(const Reading& reading, LinkKind kind) const;
    /// Plurals of values: "pumps" are the rows of a table that have the value 'pump'. The first
    /// choice names the table, the second the value.
    struct TakenKind {
        Reading reading;
        Choice table;
        Choice value;
    };
    std::vector<TakenKind> take_kinds(const Reading& reading) const;
    /// Table or column names that start here.
    std::vector<Taken> take_name(const Reading& reading) const;

    /// The tables of the noun that a word at `at` belongs to; empty when no noun is clearly
    /// nearest.
    std::vector<const database::Table*> beside(const Reading& reading, std::size_t at) const;

    /// The words from `begin` to `end` also name a table.
    bool names_table(const Reading& begin, const Reading& end) const;

    struct Number {
        Reading reading;
        std::string digits;
    };
    /// A number, also a small one as a word ("three").
    std::optional<Number> number(const Reading& reading) const;

  private:
    template <class Keep>
    std::vector<Taken> take_links(const Reading& reading, const Keep& keep) const;

    std::span<const Word> words_;
    const Lattice& lattice_;
};

/// One slot of the grammar: all ways in which it reads on from here.
using Slot = Readings (*)(const Reader& reader, const Reading& reading);

/// What is shown is said: the rest are filters and shapes.
inline void close_targets(Reading& reading) {
    reading.in_targets = false;
    reading.after_and = false;
}

/// Behind "without", "have no" and the like: what is lacked comes next.
std::optional<Reading> after_lack(const Reader& reader, const Reading& reading);

/// The slots of dates and of the verbs that go with them.
std::span<const Slot> date_slots();
/// The slots of values: "critical", "not completed", "status is open".
std::span<const Slot> value_slots();
/// The slots of all other filters: comparisons, null tests, related rows.
std::span<const Slot> filter_slots();
/// The slots of what is shown: aggregates, counts, columns, tables.
std::span<const Slot> target_slots();
/// The slots of groups, rankings and orders.
std::span<const Slot> shape_slots();

/// Values of one column: "critical or high", "Sevilla". Used by filters and by related rows.
struct TakenValues {
    Reading reading;
    ValueFilter filter;
};
std::vector<TakenValues> take_values(const Reader& reader, const Reading& reading);

}
