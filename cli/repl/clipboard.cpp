#include "cli/repl/clipboard.h"

#include "cli/environment.h"
#include "cli/find_program.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace askdb::cli::repl {
namespace {

using ClipboardClock = std::chrono::steady_clock;
constexpr std::chrono::seconds clipboard_patience{2};

/// A program that takes a clipboard's text on stdin.
struct ClipboardProgram {
    std::string_view variable;  ///< Without it there is no such desktop; empty: always.
    std::vector<std::string> words;
};

const std::vector<ClipboardProgram>& clipboard_programs() {
    static const std::vector<ClipboardProgram> programs = {
        {"WAYLAND_DISPLAY", {"wl-copy"}},
        {"DISPLAY", {"xclip", "-selection", "clipboard"}},
        {"DISPLAY", {"xsel", "--clipboard", "--input"}},
        {"", {"pbcopy"}},
    };
    return programs;
}

/// A started program that reads from us; the destructor ends it.
class FedProgram {
  public:
    FedProgram(const std::string& path, std::vector<std::string> words);
    ~FedProgram();
    FedProgram(const FedProgram&) = delete;
    FedProgram& operator=(const FedProgram&) = delete;

    /// False when it did not take all, or failed.
    bool feed(std::string_view text, const std::stop_token& stop);

  private:
    bool write_some(std::string_view& rest);
    bool has_ended(int& status);

    pid_t process_ = -1;
    int input_ = -1;
};

FedProgram::FedProgram(const std::string& path, std::vector<std::string> words) {
    std::array<int, 2> pipe = {};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return;
    ::fcntl(pipe[1], F_SETFL, O_NONBLOCK);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    ::posix_spawn_file_actions_adddup2(&actions, pipe[0], STDIN_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    if (::posix_spawn(&process_, path.c_str(), &actions, &attributes, arguments.data(),
                      ::environ) != 0)
        process_ = -1;
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[0]);
    input_ = pipe[1];
}

FedProgram::~FedProgram() {
    if (input_ >= 0) ::close(input_);
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

/// False when it reads no more.
bool FedProgram::write_some(std::string_view& rest) {
    pollfd ready{.fd = input_, .events = POLLOUT, .revents = 0};
    constexpr int look_again_ms = 20;
    if (::poll(&ready, 1, look_again_ms) <= 0) return true;
    const ssize_t written = ::write(input_, rest.data(), rest.size());
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    return written >= 0 || errno == EAGAIN || errno == EINTR;
}

bool FedProgram::has_ended(int& status) {
    if (::waitpid(process_, &status, WNOHANG) != process_) return false;
    process_ = -1;
    return true;
}

bool FedProgram::feed(std::string_view text, const std::stop_token& stop) {
    if (process_ < 0) return false;
    const auto deadline = ClipboardClock::now() + clipboard_patience;
    while (!text.empty()) {
        throw_if_stopped(stop);
        if (!write_some(text) || ClipboardClock::now() >= deadline) return false;
    }
    ::close(input_);
    input_ = -1;
    int status = 0;
    while (!has_ended(status)) {
        throw_if_stopped(stop);
        if (ClipboardClock::now() >= deadline) return false;
        ::poll(nullptr, 0, 1);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}

std::string copy_by_program(std::string_view text, const Environment& environment,
                            const std::stop_token& stop) {
    for (const ClipboardProgram& program : clipboard_programs()) {
        if (!program.variable.empty() && environment.get(program.variable).empty()) continue;
        const std::string path = find_program(program.words.front(), environment);
        if (!path.empty() && FedProgram(path, program.words).feed(text, stop))
            return program.words.front();
    }
    return {};
}

}
