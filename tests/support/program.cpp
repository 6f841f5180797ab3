#include "tests/support/program.h"

#include "tests/built_paths.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace askdb::test {
namespace {

constexpr std::chrono::seconds patience_for_text{20};
constexpr std::chrono::seconds patience_for_end{60};

struct Pipe {
    int read = -1;
    int write = -1;
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
    return {ends[0], ends[1]};
}

/// What execve() takes, made before the process is forked: the child of a process with threads may
/// not allocate memory, since another thread may have held the allocator's lock.
class Words {
  public:
    explicit Words(std::vector<std::string> words) : words_(std::move(words)) {
        for (std::string& word : words_) pointers_.push_back(word.data());
        pointers_.push_back(nullptr);
    }
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;
    char* const* data() const { return pointers_.data(); }

  private:
    std::vector<std::string> words_;
    std::vector<char*> pointers_;
};

Words arguments_of(const ProgramStart& start) {
    std::vector<std::string> words = {ASKDB_PROGRAM};
    words.insert(words.end(), start.arguments.begin(), start.arguments.end());
    return Words(std::move(words));
}

Words environment_of(const ProgramStart& start) {
    std::vector<std::string> settings = {"TERM=xterm"};
    // Nothing can be made below it, not even by root.
    if (!start.environment.contains("HOME")) settings.emplace_back("HOME=/dev/null/none");
    const char* const path = std::getenv("PATH");
    if (path != nullptr && !start.environment.contains("PATH"))
        settings.push_back(std::string("PATH=") + path);
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name); value && !start.environment.contains(name))
            settings.push_back(std::string(name) + "=" + value);
    }
    for (const auto& [name, value] : start.environment) settings.push_back(name + "=" + value);
    return Words(std::move(settings));
}

[[noreturn]] void become_program(const ProgramStart& start, const Words& arguments,
                                 const Words& environment) {
    if (!start.folder.empty() && chdir(start.folder.c_str()) != 0) _exit(126);
    if (start.memory_mib > 0) {
        const rlimit limit{start.memory_mib << 20, start.memory_mib << 20};
        setrlimit(RLIMIT_AS, &limit);
    }
    execve(ASKDB_PROGRAM, arguments.data(), environment.data());
    _exit(127);
}

void write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(fd, bytes.data(), bytes.size());
        if (written <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

}

Program::Program(ProgramStart start) : begin_(std::chrono::steady_clock::now()) {
    const Words arguments = arguments_of(start), environment = environment_of(start);
    if (start.on_terminal) {
        winsize size{};
        size.ws_row = start.rows;
        size.ws_col = start.columns;
        pid_ = forkpty(&terminal_, nullptr, nullptr, &size);
        if (pid_ == 0) become_program(start, arguments, environment);
        out_ = terminal_;
        return;
    }
    const Pipe in = make_pipe(), out = make_pipe(), err = make_pipe();
    pid_ = fork();
    if (pid_ == 0) {
        dup2(in.read, STDIN_FILENO);
        dup2(out.write, STDOUT_FILENO);
        dup2(err.write, STDERR_FILENO);
        signal(SIGPIPE, SIG_DFL);
        become_program(start, arguments, environment);
    }
    close(in.read);
    close(out.write);
    close(err.write);
    out_ = out.read;
    err_ = err.read;
    std::thread([fd = in.write, input = std::move(start.input)] {
        sigset_t pipe_signal;
        sigemptyset(&pipe_signal);
        sigaddset(&pipe_signal, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
        write_all(fd, input);
        close(fd);
    }).detach();
}

Program::~Program() {
    if (std::uncaught_exceptions() > 0) tell_what_it_did();
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    if (out_ >= 0) close(out_);
    if (err_ >= 0) close(err_);
}

/// To the log of the tests, when one breaks off while the program runs.
void Program::tell_what_it_did() {
    read_some(std::chrono::milliseconds(0));
    std::cerr << "a test broke off; the program " << (pid_ > 0 && runs() ? "runs" : "has ended")
              << ", and had printed:\n"
              << end_.out << "\nand on stderr:\n"
              << end_.err << '\n';
}

void Program::send(int signal_number) const {
    kill(pid_, signal_number);
}

void Program::type(std::string_view keys) const {
    write_all(terminal_, keys);
}

void Program::resize(unsigned short columns, unsigned short rows) const {
    winsize size{};
    size.ws_row = rows;
    size.ws_col = columns;
    ioctl(terminal_, TIOCSWINSZ, &size);
}

std::string Program::news(std::chrono::milliseconds patience) {
    if (told_ == end_.out.size()) read_some(patience);
    std::string news = end_.out.substr(told_);
    told_ = end_.out.size();
    return news;
}

bool Program::runs() const {
    siginfo_t about{};
    return waitid(P_PID, static_cast<id_t>(pid_), &about, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           about.si_pid == 0;
}

void Program::look_at_memory() {
    // https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    for (std::string word; status >> word;) {
        constexpr std::size_t kib_a_mib = 1024;
        std::size_t kib = 0;
        if (word == "VmHWM:" && status >> kib) {
            end_.peak_mib = std::max(end_.peak_mib, kib / kib_a_mib);
            return;
        }
    }
}

bool Program::read_some(std::chrono::milliseconds patience) {
    std::array<pollfd, 2> watched = {pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
    if (out_ < 0 && err_ < 0) return false;
    if (poll(watched.data(), watched.size(), static_cast<int>(patience.count())) <= 0) return true;
    look_at_memory();
    std::array<char, 65536> buffer{};
    const auto drain = [&](const pollfd& polled, int& fd, std::string& into) {
        if (fd < 0 || polled.revents == 0) return;
        const ssize_t got = read(fd, buffer.data(), buffer.size());
        if (got > 0) {
            into.append(buffer.data(), static_cast<std::size_t>(got));
            return;
        }
        close(fd);
        fd = -1;
    };
    drain(watched[0], out_, end_.out);
    drain(watched[1], err_, end_.err);
    return out_ >= 0 || err_ >= 0;
}

bool Program::wait_for(std::string_view text) {
    const auto deadline = std::chrono::steady_clock::now() + patience_for_text;
    const auto seen = [&] {
        return end_.out.find(text) != std::string::npos || end_.err.find(text) != std::string::npos;
    };
    while (!seen()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        if (!read_some(std::chrono::milliseconds(100))) return seen();
    }
    return true;
}

void Program::close_output() {
    close(out_);
    out_ = -1;
}

bool Program::ends_unread() const {
    // The function pidfd_open() has C++ linkage in the headers of glibc 2.36, and cannot be linked.
    pollfd process = {static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)), POLLIN, 0};
    const std::chrono::milliseconds patience = patience_for_text;
    const bool ended = poll(&process, 1, static_cast<int>(patience.count())) == 1;
    close(process.fd);
    return ended;
}

ProgramEnd Program::wait() {
    const auto deadline = std::chrono::steady_clock::now() + patience_for_end;
    while (read_some(std::chrono::milliseconds(100))) {
        if (std::chrono::steady_clock::now() > deadline) kill(pid_, SIGKILL);
    }
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    const auto took = std::chrono::steady_clock::now() - begin_;
    end_.took = std::chrono::duration_cast<std::chrono::milliseconds>(took);
    end_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return end_;
}

ProgramEnd run_program(ProgramStart start) {
    return Program(std::move(start)).wait();
}

}
