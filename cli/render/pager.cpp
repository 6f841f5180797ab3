#include "cli/render/pager.h"

#include "cli/environment.h"
#include "cli/find_program.h"
#include "cli/render/theme.h"
#include "libagent/base/descriptor.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

/// Signals that end a pager, all of them with their usual effect in it.
constexpr std::array<int, 6> pager_signals = {SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGHUP, SIGTSTP};

/// While it lives, SIGINT and SIGQUIT from the keyboard are the pager's alone, and a pager that
/// goes ends a write, not us.
class DeafToKeyboard {
  public:
    DeafToKeyboard() {
        struct sigaction ignore = {};
        ignore.sa_handler = SIG_IGN;
        for (std::size_t i = 0; i < signals.size(); ++i)
            ::sigaction(signals[i], &ignore, &before_[i]);
    }
    ~DeafToKeyboard() {
        for (std::size_t i = 0; i < signals.size(); ++i)
            ::sigaction(signals[i], &before_[i], nullptr);
    }
    DeafToKeyboard(const DeafToKeyboard&) = delete;
    DeafToKeyboard& operator=(const DeafToKeyboard&) = delete;

  private:
    static constexpr std::array<int, 3> signals = {SIGINT, SIGQUIT, SIGPIPE};
    std::array<struct sigaction, signals.size()> before_ = {};
};

/// The process that runs `command` with `input` as its stdin; -1: there is none.
pid_t start_pager(const std::string& command, int input) {
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int signal : pager_signals) sigaddset(&usual, signal);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &usual);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    // The shell outlives an interrupt that its pager outlives. A less that was chosen without
    // options shows our colours, too.
    std::string shell = "sh", option = "-c",
                text = "trap : INT QUIT; LESS=\"${LESS-RSFX}\"; export LESS\n" + command;
    std::array<char*, 4> arguments = {shell.data(), option.data(), text.data(), nullptr};
    pid_t process = -1;
    const int failed =
        ::posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments.data(), ::environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? process : -1;
}

/// All of it, or up to where the reader has gone.
void write_to_pager(std::string_view text, int pipe) {
    while (!text.empty()) {
        const ssize_t written = ::write(pipe, text.data(), text.size());
        if (written < 0 && errno != EINTR) return;
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// Whether a person has seen the text, or did not want to.
bool has_shown(int status) {
    constexpr int of_signal = 128;  // What a shell adds when the command died of one.
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) - of_signal;
    return signal == SIGINT || signal == SIGQUIT || signal == SIGTERM || signal == SIGHUP;
}

}

std::string choose_pager(const Environment& environment) {
    for (const char* variable : {"ASKDB_PAGER", "PAGER"}) {
        const std::string command(trim(environment.get(variable)));
        if (!command.empty()) return command == "cat" ? std::string() : command;
    }
    return find_program("less", environment).empty() ? std::string() : "less -RSFX";
}

bool is_longer_than_screen(std::string_view text, std::size_t width, std::size_t height) {
    std::size_t rows = 0;
    while (!text.empty() && rows < height) {
        const std::size_t newline = std::min(text.find('\n'), text.size());
        const std::size_t columns = display_width(without_styles(text.substr(0, newline)));
        rows += width == 0 ? 1 : std::max<std::size_t>(1, (columns + width - 1) / width);
        text.remove_prefix(std::min(newline + 1, text.size()));
    }
    return rows >= height;  // The prompt below it needs a row, too.
}

bool show_paged(std::string_view text, const std::string& command) {
    std::array<int, 2> ends = {-1, -1};
    if (command.empty() || ::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    const DeafToKeyboard deaf;
    pid_t process = -1;
    {
        const Descriptor writer(ends[1]);
        {
            const Descriptor reader(ends[0]);
            process = start_pager(command, reader.value());
        }
        if (process < 0) return false;
        write_to_pager(text, writer.value());
    }
    int status = 0;
    while (::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) return true;  // Somebody else has waited for it.
    }
    return has_shown(status);
}

}
