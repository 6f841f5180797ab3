#pragma once

#include "cli/repl/resolved_question.h"
#include "libagent/base/error.h"

#include <string>
#include <vector>

namespace askdb::cli::repl {

/// For a statement that failed over a table which another database in use has: where it is, and
/// what makes that the default one, "'towns' is a table of 'data': /use towns.csv shop.db"; empty:
/// none has it. `databases` are those whose catalogs are known, `names` those of all in use, and
/// `opened` all that was opened, as -d takes it. Pure.
std::string other_database_hint(const Error& error, const std::vector<NamedCatalog>& databases,
                                const std::vector<std::string>& names,
                                const std::vector<std::string>& opened);

}
