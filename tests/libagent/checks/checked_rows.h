#pragma once

#include "libagent/base/text.h"
#include "libagent/checks/derived_values.h"
#include "libagent/database/rows.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::checks {

/// A result from lines: "name|count", then "North|12", …. What reads as a number is one, an empty
/// cell is NULL.
inline database::Rows rows_of(const std::vector<std::string>& lines) {
    database::Rows rows;
    for (const std::string& name : split(lines.at(0), '|')) rows.columns.push_back({.name = name});
    for (std::size_t i = 1; i < lines.size(); ++i) {
        for (const std::string& cell : split(lines[i], '|')) {
            const bool is_number = !cell.empty() &&
                                   cell.find_first_not_of("-.0123456789") == std::string::npos &&
                                   cell.find('-', 1) == std::string::npos;
            const auto number = cell.find('.') == std::string::npos ? database::Kind::integer
                                                                    : database::Kind::real;
            rows.append(cell.empty() ? database::Kind::null
                        : is_number  ? number
                                     : database::Kind::text,
                        cell);
        }
    }
    rows.settle_kinds();
    return rows;
}

inline database::Rows branch_rows() {
    return rows_of({"branch|orders|revenue|status", "North Plant|12|1250.50|open",
                    "South Plant|7|980.25|closed", "East Depot|31|4100.00|open"});
}

/// A sentence about one result, read as the checks read it. Stays where it is made.
struct ReadSentence {
    explicit ReadSentence(const std::string& sentence, database::Rows data = branch_rows())
        : rows(std::move(data)),
          text(read_answer(sentence)),
          numbers(find_numbers(text.plain)),
          facts{read_result(result)},
          mentions(find_mentions({.text = text, .numbers = numbers, .results = facts})),
          cues(read_cues(text.plain)) {}
    ReadSentence(const ReadSentence&) = delete;
    ReadSentence& operator=(const ReadSentence&) = delete;

    /// With cells enough for each search of its own.
    DerivedSearch search() {
        budget = 1'000;
        return {.results = facts,
                .mentions = mentions,
                .all_mentions = mentions,
                .numbers = numbers,
                .cues = cues,
                .budget = budget};
    }

    database::Rows rows;
    CheckedResult result{.handle = "r1", .rows = rows};
    AnswerText text;
    std::vector<WrittenNumber> numbers;
    std::vector<ResultFacts> facts;
    std::vector<Mention> mentions;
    SentenceCues cues;
    std::size_t budget = 0;
};

}
