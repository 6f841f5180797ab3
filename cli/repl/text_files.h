#pragma once

#include "libagent/base/result.h"

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// Whether the name ends as files with words do: ".txt", ".md", ".log", ….
bool is_text_file_name(std::string_view name);

/// What goes along with a question: the text of each file (UTF-8) below a line with its path. Of
/// all files together at most max_piped_text_bytes. Errc::usage for a file that cannot be read, for
/// too much, and for what is no text. Throws Stopped within 200 ms of a stop.
Result<std::string> read_text_files(const std::vector<std::string>& paths,
                                    const std::stop_token& stop);

}
