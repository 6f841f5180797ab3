#include "cli/render/terminal.h"

#include "cli/environment.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace askdb::cli {

namespace {

/// Rows and columns of the terminal, or the usual ones when it does not tell.
winsize size_of(int descriptor) {
    constexpr unsigned short usual_rows = 24, usual_columns = 80;
    winsize size = {};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0) size = {};
    if (size.ws_row == 0) size.ws_row = usual_rows;
    if (size.ws_col == 0) size.ws_col = usual_columns;
    return size;
}

}

Terminal look_at_terminal(const Environment& environment, bool no_color, int output) {
    Terminal terminal;
    terminal.on_stdout = ::isatty(output) == 1;
    terminal.on_stderr = ::isatty(STDERR_FILENO) == 1;
    terminal.is_dumb = environment.get("TERM") == "dumb" || environment.get("TERM").empty();
    terminal.color = !no_color && !terminal.is_dumb && environment.get("NO_COLOR").empty();
    if (terminal.on_stdout) {
        const winsize size = size_of(output);
        terminal.width = size.ws_col;
        terminal.height = size.ws_row;
    }
    if (terminal.on_stderr) terminal.stderr_width = size_of(STDERR_FILENO).ws_col;
    return terminal;
}

}
