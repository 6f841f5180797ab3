#pragma once

#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::cli {
class Environment;
}

namespace askdb::cli::repl {

/// Hands the text to the program of this desktop that keeps the clipboard: wl-copy, xclip, xsel or
/// pbcopy, as far as it is there. Gives its name; empty when there is none, or when it failed or
/// took longer than two seconds. Throws Stopped.
std::string copy_by_program(std::string_view text, const Environment& environment,
                            const std::stop_token& stop);

}
