// How results are shown, and where.
#include "cli/environment.h"
#include "cli/render/pager.h"
#include "cli/render/rows_text.h"
#include "cli/repl/repl_shell.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace askdb::cli::repl {

void ReplShell::show_rows(const database::Rows& rows, std::string_view null_text) {
    const bool to_file = !state_.show.output_file.empty();
    const Screen& screen = console_.screen();
    const std::string temp_folder = context_.environment.get("TMPDIR");
    const std::string text = rows_text(rows, {.format = state_.show.data,
                                              .width = to_file ? 0 : screen.width(),
                                              .expanded = state_.show.expanded,
                                              .null_text = null_text,
                                              .color = !to_file && screen.theme().paints(),
                                              .for_terminal = !to_file,
                                              .temp_folder = temp_folder});
    if (to_file) return write_to_file(text);
    show_text(text);
}

/// Safe text, with styles: by the pager when it is longer than the screen.
void ReplShell::show_text(const std::string& text) {
    Screen& screen = console_.screen();
    const std::string pager = state_.show.pager && !screen.is_plain() && !work_
                                  ? choose_pager(context_.environment)
                                  : std::string();
    const bool is_long = is_longer_than_screen(text, screen.width(), screen.height());
    bool is_shown = false;
    if (!pager.empty() && is_long) lend_terminal([&] { is_shown = show_paged(text, pager); });
    if (!is_shown) screen.print(text);
}

/// Behind what is there: a file of `\o` takes everything until it is closed.
void ReplShell::write_to_file(std::string_view bytes) {
    const std::string& path = state_.show.output_file;
    constexpr mode_t for_owner = 0600;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, for_owner);
    int reason = file < 0 ? errno : 0;
    while (file >= 0 && !bytes.empty() && reason == 0) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
        if (written < 0 && errno != EINTR) reason = errno;
    }
    if (file >= 0 && ::close(file) != 0 && reason == 0) reason = errno;
    if (reason == 0) return;
    throw Failure({Errc::no_answer,
                   fmt::format("cannot write to '{}': {}", visible(path), std::strerror(reason))});
}

}
