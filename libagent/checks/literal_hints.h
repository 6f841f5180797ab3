#pragma once

#include "libagent/chat/event.h"
#include "libagent/checks/select_reader.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// What became of one text that a statement compares a column with.
struct LiteralLookup {
    enum class Found {
        exact,    ///< The column has a value that the comparison finds.
        near,     ///< It has not, but others like it: `values`.
        missing,  ///< Neither.
        /// It has not; whether it has others like it is not known, so many values there are.
        not_as_written,
        unknown,  ///< It could not be looked up.
    };
    std::string column = {};  ///< "sites.name"
    std::string literal = {};
    Found found = Found::unknown;
    std::vector<std::string> values = {};  ///< Of the data, the nearest first; may be kept back.
    bool is_pattern = false;               ///< The literal is one of LIKE.
    /// Nothing like the values of the column may be told: no more than whether it has the very
    /// literal.
    bool is_secret = false;
};

/// Whether the comparison finds this value with this literal of it. Where the dialect's collations
/// may ignore case and accents (MySQL, MariaDB, SQL Server), whether it may find it.
bool finds_value(const LiteralUse& use, std::string_view literal, std::string_view value,
                 const database::Dialect& dialect);

/// The values most like the literal, the nearest first: other case, accents, spaces, signs; another
/// order or number (singular, plural) of its words; a few letters differ; a part of it. None when
/// nothing is like it. Of a pattern its longest piece counts. Pure, linear in the values.
std::vector<std::string> nearest_values(std::string_view literal,
                                        std::span<const std::string> values, std::size_t most = 3);

/// The text of a LIKE pattern: the longest piece without wildcards.
std::string pattern_core(std::string_view pattern);

/// The finding "zero_rows" for a statement that gave no row, or nothing but NULL and 0 for its
/// aggregates. The one place where values of the data get into the words of a check: all else names
/// what the statement says itself.
chat::Finding zero_rows_finding(std::span<const LiteralLookup> lookups);

}
