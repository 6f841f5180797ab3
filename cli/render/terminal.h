#pragma once

#include <cstddef>

namespace askdb::cli {

class Environment;

/// What stands at the other ends of stdout and stderr. A value, so that tests can pretend.
struct Terminal {
    bool on_stdout = false;
    bool on_stderr = false;
    bool is_dumb = false;          ///< TERM=dumb: it understands no escape sequences.
    bool color = false;            ///< Colours are wanted where there is a terminal.
    std::size_t width = 0;         ///< Columns of the one on stdout; 0 = none.
    std::size_t height = 0;        ///< Its rows; 0 = none.
    std::size_t stderr_width = 0;  ///< Columns of the one on stderr; 0 = none.

    bool color_on_stdout() const { return color && on_stdout; }
    bool color_on_stderr() const { return color && on_stderr; }
    /// Whether a line on stderr can be drawn over.
    bool can_spin() const { return on_stderr && !is_dumb; }
};

/// Asks the system. `no_color` is the flag; NO_COLOR and TERM=dumb say the same. `output` is the
/// descriptor that takes the place of stdout.
Terminal look_at_terminal(const Environment& environment, bool no_color, int output);

}
