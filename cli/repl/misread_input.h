#pragma once

#include "cli/repl/input.h"
#include "libagent/base/error.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// The verb of SQL, in capitals, that `word` is one slip of the fingers away from ("selct",
/// "SELEC", "slecet"); empty: none, or the verb itself. Pure.
std::string meant_sql_verb(std::string_view word);

/// Why what was typed would not do what is meant, so that none of it should run: a misspelled verb,
/// a statement without its beginning, a statement whose end stands behind its `;`. Pure.
std::optional<Error> misread_input(const std::vector<Input>& inputs);

}
