#include "cli/command_output.h"

#include "libagent/base/stop.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace askdb::cli {
namespace {

using CommandClock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds look_again{50};

Error command_failed(std::string why) {
    return {Errc::usage, std::move(why)};
}

/// A started command: its output, and its end. The destructor ends it.
class RunningCommand {
  public:
    explicit RunningCommand(const std::string& command);
    ~RunningCommand();
    RunningCommand(const RunningCommand&) = delete;
    RunningCommand& operator=(const RunningCommand&) = delete;

    int output() const { return output_; }
    /// Its exit status when it has ended; nothing while it runs.
    std::optional<int> ended();

  private:
    pid_t process_ = -1;
    int output_ = -1;
    std::optional<int> status_;
};

RunningCommand::RunningCommand(const std::string& command) {
    std::array<int, 2> pipe = {};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    std::string shell = "sh", option = "-c", text = command;
    std::array<char*, 4> arguments = {shell.data(), option.data(), text.data(), nullptr};
    const int failed =
        ::posix_spawn(&process_, "/bin/sh", &actions, nullptr, arguments.data(), ::environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    output_ = pipe[0];
    if (failed == 0) return;
    ::close(output_);
    throw std::system_error(failed, std::generic_category(), "/bin/sh");
}

RunningCommand::~RunningCommand() {
    ::close(output_);
    if (ended()) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

std::optional<int> RunningCommand::ended() {
    int status = 0;
    if (!status_ && ::waitpid(process_, &status, WNOHANG) == process_) status_ = status;
    return status_;
}

std::optional<Error> why_failed(int status) {
    if (WIFSIGNALED(status))
        return command_failed(fmt::format("was ended by signal {}", WTERMSIG(status)));
    if (WEXITSTATUS(status) == 0) return std::nullopt;
    return command_failed(fmt::format("failed with exit code {}", WEXITSTATUS(status)));
}

/// Appends what can be read now, waiting a moment for it. False at the end of the output.
bool read_some(int output, std::string& text) {
    pollfd waiting{.fd = output, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(look_again.count())) <= 0) return true;
    std::array<char, 4096> bytes;
    const ssize_t count = ::read(output, bytes.data(), bytes.size());
    if (count > 0) text.append(bytes.data(), static_cast<std::size_t>(count));
    return count > 0 || (count < 0 && errno == EINTR);
}

}

Result<std::string> command_output(const std::string& command, const CommandLimits& limits,
                                   const std::stop_token& stop) {
    RunningCommand running(command);
    const auto deadline = CommandClock::now() + limits.timeout;
    std::string text;
    bool is_open = true;
    // A command may end while something that it started keeps its output open, and the other way
    // round.
    while (is_open || !running.ended()) {
        throw_if_stopped(stop);
        if (CommandClock::now() >= deadline)
            return command_failed(fmt::format(
                "did not end within {} s",
                std::chrono::duration_cast<std::chrono::seconds>(limits.timeout).count()));
        const bool had_ended = running.ended().has_value();
        const std::size_t before = text.size();
        if (is_open) {
            is_open = read_some(running.output(), text);
        } else {
            ::poll(nullptr, 0, 1);
        }
        if (text.size() > limits.max_bytes)
            return command_failed(fmt::format("printed more than {} bytes", limits.max_bytes));
        if (had_ended && text.size() == before) break;
    }
    if (auto error = why_failed(*running.ended())) return *error;
    return text;
}

}
