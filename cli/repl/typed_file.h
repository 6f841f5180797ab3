#pragma once

#include <string>
#include <string_view>

namespace askdb::results {
struct StoredResult;
}

namespace askdb::cli::repl {

class Shell;

/// A path as it was typed, with the home in place of "~/".
std::string typed_path(const Shell& shell, const std::string& typed);

/// Whether the file may be written: nobody has to be asked when there is none, or when it is none
/// that keeps anything (a pipe, /dev/null).
bool may_write_file(Shell& shell, const std::string& path);

/// The result that is called so; an empty name: the last one. Throws Failure(usage) when there is
/// none.
const results::StoredResult& chosen_result(Shell& shell, std::string_view name);

}
