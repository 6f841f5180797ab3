#pragma once

#include "libagent/checks/mentions.h"
#include "libagent/checks/sentence_cues.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace askdb::checks {

/// Something simple that is worked out of one result, or of totals of two.
struct DerivedValue {
    enum class Family : std::uint8_t {
        rows,      ///< A count of rows.
        distinct,  ///< A count of distinct values of a column.
        sum,
        average,
        median,
        share,   ///< A part of a total, 0 to 1; or one column by another, as a percentage.
        growth,  ///< b / a - 1.
        ratio,   ///< b / a.
        difference,
        days,  ///< Between two dates.
    };
    Family family = Family::rows;
    double value = 0;
    const NumberColumn* column = nullptr;  ///< Whose measure it has; null for counts and parts.
    bool is_of_all = false;                ///< Of the whole result, not of what the sentence names.
    const std::vector<std::string>* name = nullptr;  ///< The words of the column's name.
    std::size_t rivals = 0;                          ///< Of how many columns the like is derived.
    Way way = Way::unknown;  ///< Of growth and differences in time: which way it went.
};

/// What a sentence gives to work with.
struct DerivedSearch {
    std::span<const ResultFacts> results;
    std::span<const Mention> mentions;       ///< Those of the sentence.
    std::span<const Mention> all_mentions;   ///< Those of the answer.
    std::span<const WrittenNumber> numbers;  ///< Those of the sentence.
    const SentenceCues& cues;
    std::size_t& budget;  ///< Cells that may still be added up; what is not affordable is left out.
};

/// All values that one sentence may mean, the plainest first. Pure.
std::vector<DerivedValue> derived_values(const DerivedSearch& search);
/// Where some of them are from: "sum of r1.total, rows where status = 'open'", "r1.total: row 3 /
/// sum". `wanted` are indices, in order, each once. Derives all of them again, once, because few
/// are ever asked for; `search` has the budget that derived_values() had.
std::vector<std::string> derived_sources(const DerivedSearch& search,
                                         std::span<const std::size_t> wanted);

/// What is worked out of whole results alone: the same for every sentence.
std::vector<DerivedValue> total_values(std::span<const ResultFacts> results);
std::vector<std::string> total_sources(std::span<const ResultFacts> results,
                                       std::span<const std::size_t> wanted);

/// Whether the number, as it is written and in these surroundings, says this value.
bool says(const WrittenNumber& number, const DerivedValue& value, const SentenceCues& cues);

}
