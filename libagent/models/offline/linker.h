#pragma once

#include "libagent/models/offline/lexicon.h"
#include "libagent/models/offline/value_index.h"
#include "libagent/models/offline/words.h"

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace askdb::models::offline {

enum class LinkKind : std::uint8_t { table, column, value };

/// Something in the database that some words of the question may mean.
struct Link {
    LinkKind kind = LinkKind::table;
    const database::Table* table = nullptr;
    const database::Column* column = nullptr;  ///< Of a column or a value.
    std::vector<std::string> values = {};      ///< As stored; several when only spelling differs.
    double cost = 0;                           ///< 0: named in full.
    bool plural = false;                       ///< Of a value: means the rows that have it.
    bool copied = false;  ///< Of a view's column: repeats the name of a row of a named table.
};

/// From here on a name leaves out so much that it is clear only beside its table.
inline constexpr double cost_of_vague_name = 0.3;

using WordSet = std::bitset<max_words>;

/// Words of the question that may name something, and what.
struct Mention {
    std::size_t first = 0;  ///< Its first word.
    WordSet words;          ///< All its words; not always side by side.
    std::vector<Link> links;
    std::string text;  ///< As the person wrote it.
};

/// All mentions of a question, by their first word.
struct Lattice {
    std::vector<std::vector<Mention>> at;  ///< One entry for each word; longest mention first.
    WordSet placed;                        ///< Words that are part of some mention.
};

/// Finds every span that may name a table, a column or a value. Pure.
Lattice link_words(std::span<const Word> words, const Lexicon& lexicon, const ValueIndex& values);

}
