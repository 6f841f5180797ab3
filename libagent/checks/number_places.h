#pragma once

#include "libagent/checks/mentions.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace askdb::checks {

/// Rows of one result that are named beside a number.
struct NamedRows {
    std::size_t result = 0;
    std::vector<std::uint32_t> rows = {};  ///< In order.
    /// The number must be of these: the clause names each of them, and nothing that is unclear.
    bool is_strict = false;
};

/// Where a number stands.
struct NumberPlace {
    std::size_t unit = 0;     ///< Number among the answer's units; npos: outside of them.
    bool is_leading = false;  ///< The name comes only later in the sentence: "With 14, Lyon …".
    bool is_inherited =
        false;  ///< The name stands in an earlier clause: "Lyon has 14, 3 of them …".
    std::vector<NamedRows> named;  ///< At most one for each result.
};

struct PlaceSearch {
    const AnswerText& text;
    std::span<const WrittenNumber> numbers;
    std::span<const Mention> mentions;
    std::size_t results = 0;  ///< How many there are.
    std::stop_token stop = {};
};

/// Which rows each number is said of, by clause: "North has 12, South has 7"; "12 in North and 7 in
/// South"; "North (12) and South (7)"; "North and South have 12 and 7" (both are named for both,
/// unless "respectively" pairs them); a row of a table is one clause. Pure but
/// for the stop, which throws Stopped.
std::vector<NumberPlace> place_numbers(const PlaceSearch& search);

}
