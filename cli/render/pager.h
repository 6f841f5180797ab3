#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::cli {

class Environment;

/// The command that shows text longer than a screen: $ASKDB_PAGER, else $PAGER, else less where it
/// is installed (wide rows are not folded, colours stay, short text is left on the screen); empty:
/// there is none. A pager named "cat" is none either.
std::string choose_pager(const Environment& environment);

/// Whether `text` has more rows than a screen of that size; wide rows are folded by the terminal.
bool is_longer_than_screen(std::string_view text, std::size_t width, std::size_t height);

/// Shows `text` by `/bin/sh -c COMMAND`, which reads it on its stdin and has our stdout and stderr,
/// and the usual reaction to signals. Returns when it has ended. SIGINT, which a terminal sends to
/// both, does not end us meanwhile; while a Signals object watches, its owner must have given
/// interrupts away. False: the pager could not be started, or failed, so that the text is still to
/// be shown. A pager that a person leaves early has done its work.
bool show_paged(std::string_view text, const std::string& command);

}
