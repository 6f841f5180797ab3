#pragma once

#include <string>

namespace askdb::cli::repl {

class Shell;

/// The text as a person leaves it in their editor ($VISUAL, else $EDITOR, else vi), without the
/// newlines at its end. It passes through a file that nobody else can read, and that is gone
/// afterwards. Throws Failure when the editor failed, or left what is no text or more than 1 MiB.
std::string edit_text(Shell& shell, const std::string& text);

}
