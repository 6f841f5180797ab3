#pragma once

#include <string>

namespace askdb::cli::repl {

class Shell;

enum class TableKinds { all, views };

/// Shows the tables of all databases in use whose names hold `pattern`, or match it where it has *
/// or ?; an empty one: all. Throws Failure(bad_input) when a pattern fits none.
void list_tables(Shell& shell, const std::string& pattern, TableKinds kinds);

}
