#pragma once

#include "libagent/models/offline/query_tree.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace askdb::models::offline {

/// The query in plain English, from the tree alone: "number of overdue work orders, grouped by site
/// name". No full stop.
std::string reading_of(const Query& query);

/// What the tool brought, as text; numbers exactly as they came.
struct AnswerRows {
    struct Column {
        std::string name;
        bool number = false;
        bool real = false;  ///< A number of floating point.
    };
    std::vector<Column> columns;
    std::vector<std::vector<std::optional<std::string>>> rows;  ///< Those that were shown.
    std::size_t row_count = 0;                                  ///< All that there are.
    bool truncated = false;  ///< There are even more than `row_count`.
    std::string handle = {};
    std::string next_step = {};  ///< How to see the rows that were not shown; empty: not told.
};

/// The rows alone, of a statement that nobody here made: the value where there is only one, else a
/// Markdown table.
std::string rows_text(const AnswerRows& answer);

/// The answer as short Markdown: a sentence or a table, then the reading.
std::string answer_text(const Query& query, const AnswerRows& answer);

}
