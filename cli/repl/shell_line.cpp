#include "cli/repl/shell_line.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <spawn.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace askdb::cli::repl {
namespace {

/// The terminal, if there is one: gives it back to this program's group as it was.
class LentTerminal {
  public:
    LentTerminal()
        : is_there_(::isatty(STDIN_FILENO) == 1 && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp() &&
                    ::tcgetattr(STDIN_FILENO, &before_) == 0) {}
    ~LentTerminal() {
        if (is_there_) take_back();
    }
    LentTerminal(const LentTerminal&) = delete;
    LentTerminal& operator=(const LentTerminal&) = delete;

    bool is_there() const { return is_there_; }

    /// The job has been stopped: so is this program, until a shell goes on with it; then so does
    /// the job. Where no shell could (we are the terminal's only job), it goes on at once.
    void stop_and_go_on(pid_t job) {
        termios of_job = {};
        ::tcgetattr(STDIN_FILENO, &of_job);
        take_back();
        ::raise(SIGTSTP);
        give(job);
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &of_job);
        ::kill(-job, SIGCONT);
    }

  private:
    /// The group in the background, which we are now, may not touch the terminal otherwise.
    class NoBackgroundStop {
      public:
        NoBackgroundStop() {
            sigset_t set;
            sigemptyset(&set);
            sigaddset(&set, SIGTTOU);
            ::pthread_sigmask(SIG_BLOCK, &set, &before_);
        }
        ~NoBackgroundStop() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
        NoBackgroundStop(const NoBackgroundStop&) = delete;
        NoBackgroundStop& operator=(const NoBackgroundStop&) = delete;

      private:
        sigset_t before_ = {};
    };

    static void give(pid_t group) {
        const NoBackgroundStop no_stop;
        ::tcsetpgrp(STDIN_FILENO, group);
    }

    void take_back() {
        const NoBackgroundStop no_stop;
        ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
    }

    termios before_ = {};
    bool is_there_;
};

/// Starts the shell; 0 or why not (errno).
int start_shell(const std::string& line, std::string shell, bool as_job, pid_t& process) {
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    const int job = as_job ? POSIX_SPAWN_SETPGROUP : 0;
    ::posix_spawnattr_setflags(
        &attributes, static_cast<short>(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | job));
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    // Before the shell begins, which would be stopped if it read from a terminal not its own.
    if (as_job) ::posix_spawn_file_actions_addtcsetpgrp_np(&actions, STDIN_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    std::string option = "-c", text = line;
    std::array<char*, 4> arguments = {shell.data(), line.empty() ? nullptr : option.data(),
                                      text.data(), nullptr};
    const int failed =
        ::posix_spawn(&process, shell.c_str(), &actions, &attributes, arguments.data(), ::environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    return failed;
}

}

std::string ShellEnd::words() const {
    if (signal != 0) return fmt::format("was ended by signal {} ({})", signal, ::strsignal(signal));
    return status == 0 ? std::string() : fmt::format("failed with exit code {}", status);
}

Result<ShellEnd> run_shell_line(const std::string& line, const std::string& shell) {
    const std::string program = shell.starts_with('/') ? shell : "/bin/sh";
    LentTerminal terminal;
    pid_t process = -1;
    if (const int failed = start_shell(line, program, terminal.is_there(), process)) {
        return Error{Errc::usage, fmt::format("cannot start the shell '{}': {}", visible(program),
                                              std::strerror(failed))};
    }
    int status = 0;
    while (true) {
        const pid_t waited = ::waitpid(process, &status, terminal.is_there() ? WUNTRACED : 0);
        if (waited < 0 && errno == EINTR) continue;
        if (waited == process && WIFSTOPPED(status)) {
            terminal.stop_and_go_on(process);
            continue;
        }
        break;
    }
    if (WIFSIGNALED(status)) return ShellEnd{.signal = WTERMSIG(status)};
    return ShellEnd{.status = WEXITSTATUS(status)};
}

}
