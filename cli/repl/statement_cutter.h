#pragma once

#include "cli/repl/input.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// The statements with which a text begins.
struct StatementCut {
    std::vector<Statement> statements = {};
    std::size_t length = 0;  ///< Of the text that they, and comments, take.
    bool is_open = false;    ///< The last one has no end yet.
};

/// None where the text begins with something else; see classify() for what is one. Pure.
StatementCut cut_statements(std::string_view text, const database::Dialect& dialect);

}
