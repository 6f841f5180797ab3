#pragma once

#include <stop_token>
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

/// What is wrong with a file to which results are to be appended, told before any are: a folder, a
/// place where nothing can be written, the ending of a format whose files cannot grow. Throws
/// Failure(usage). Makes no file.
void expect_appendable(const std::string& path);

/// All of the text or nothing, in a file that only this user can read where it is new. Throws
/// Failure, and Stopped.
void write_private_file(const std::string& path, std::string_view text,
                        const std::stop_token& stop);

/// The result that is called so; an empty name: the last one. Throws Failure(usage) when there is
/// none.
const results::StoredResult& chosen_result(Shell& shell, std::string_view name);

}
