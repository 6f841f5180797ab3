#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/dialect.h"

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace askdb::loop {

/// A table's name in the prompt, quoted where the dialect needs it. Whoever made the database wrote
/// it: it cannot begin a line of its own there. The same holds for all of table_line().
std::string table_name(const database::Table& table, const database::Dialect& dialect);

struct TableLine {
    bool with_comments = false;
    std::size_t max_bytes = std::numeric_limits<std::size_t>::max();
    const std::vector<std::string>& question;  ///< Of lower_words().
};

/// A table with its columns and keys in one line, its line break included, of at most
/// TableLine::max_bytes when that is enough for its name. When not all of its columns fit, those
/// that the question names come first; they stand in the table's own order. Pure.
std::string table_line(const database::Table& table, const database::Dialect& dialect,
                       const TableLine& line);

}
