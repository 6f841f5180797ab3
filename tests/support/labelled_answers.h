#pragma once

#include "libagent/database/rows.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {

/// A place of an answer, in bytes.
struct MarkedSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool touches(std::size_t from, std::size_t to) const { return begin < to && from < end; }
};

/// One answer, and what is wrong with it.
struct LabelledAnswer {
    std::string kind;    ///< right, rounded, derived, digit, swapped, invented, date,
                         ///< name.
    std::string answer;  ///< Without the marks.
    std::vector<MarkedSpan> wrong_numbers = {};
    std::vector<MarkedSpan> wrong_names = {};
};

/// A question, the statements that were run for it, their results, and answers.
struct LabelledQuestion {
    std::string database;
    std::string question = {};
    std::vector<std::string> statements = {};
    std::vector<database::Rows> results = {};
    std::vector<std::string> schema_names = {};  ///< Tables and columns of the database.
    std::vector<LabelledAnswer> answers = {};
};

/// Reads tests/cases/checks/NAME.txt and runs its statements. Throws where a line has no meaning or
/// SQLite refuses a statement.
std::vector<LabelledQuestion> read_labelled_answers(const std::string& name);

}
