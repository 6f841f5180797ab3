#include "cli/signals.h"

#include "cli/doors.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::array<int, 3> stopping_signals = {SIGINT, SIGTERM, SIGHUP};

bool is_ignored(int signal) {
    struct sigaction action = {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}

Signals::Signals(std::chrono::milliseconds grace) : grace_(grace) {
    ::signal(SIGPIPE, SIG_IGN);
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : stopping_signals) {
        if (!is_ignored(signal)) sigaddset(&set, signal);
    }
    sigset_t before;
    ::pthread_sigmask(SIG_BLOCK, &set, &before);
    signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
    quit_ = ::eventfd(0, EFD_CLOEXEC);
    try {
        thread_ = std::thread([this] {
            sigset_t all;
            sigfillset(&all);
            ::pthread_sigmask(SIG_BLOCK, &all, nullptr);  // All others are for the other threads.
            wait_for_signals();
        });
    } catch (const std::system_error&) {
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }
}

Signals::~Signals() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(quit_, &one, sizeof one);
    if (thread_.joinable()) thread_.join();
    ::close(signals_);
    ::close(quit_);
}

bool Signals::came() const {
    sigset_t pending;
    if (::sigpending(&pending) != 0) return came_;
    return came_ || std::any_of(stopping_signals.begin(), stopping_signals.end(),
                                [&](int signal) { return ::sigismember(&pending, signal) == 1; });
}

void Signals::remove_when_leaving(std::string path) {
    const std::lock_guard lock(mutex_);
    left_over_ = std::move(path);
}

void Signals::give_interrupts_to(std::function<void()> take) {
    const std::lock_guard lock(mutex_);
    take_interrupt_ = std::move(take);
}

void Signals::tidy_when_leaving(std::function<void()> tidy) {
    const std::lock_guard lock(mutex_);
    tidy_ = std::move(tidy);
}

bool Signals::gave_away(int signal) {
    const std::lock_guard lock(mutex_);
    if (signal != SIGINT || !take_interrupt_) return false;
    take_interrupt_();
    return true;
}

void Signals::leave_at_once() {
    // The spinner may stand on the line; nothing else is half done that would matter.
    constexpr std::string_view clean_line = "\r\x1b[K";
    if (::isatty(STDERR_FILENO) == 1) {
        [[maybe_unused]] const auto written =
            ::write(STDERR_FILENO, clean_line.data(), clean_line.size());
    }
    const std::lock_guard lock(mutex_);
    if (tidy_) tidy_();
    if (!left_over_.empty()) ::unlink(left_over_.c_str());
    ::_exit(exit_interrupted);
}

void Signals::wait_for_signals() {
    std::array<pollfd, 2> ready = {pollfd{signals_, POLLIN, 0}, pollfd{quit_, POLLIN, 0}};
    while (true) {
        const int patience = source_.stop_requested() ? static_cast<int>(grace_.count()) : -1;
        const int events = ::poll(ready.data(), ready.size(), patience);
        if (events < 0) continue;
        if (events == 0) leave_at_once();
        if (ready[1].revents != 0) return;
        const bool came_before =
            came_.exchange(true);  // Before it is read: then it is not pending.
        signalfd_siginfo info = {};
        if (::read(signals_, &info, sizeof info) != sizeof info) continue;
        if (gave_away(static_cast<int>(info.ssi_signo))) {
            came_ = came_before;
            continue;
        }
        if (!source_.request_stop()) leave_at_once();
    }
}

void die_of_closed_pipe() {
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    ::raise(SIGPIPE);
    constexpr int as_a_shell_reports_it = 128 + SIGPIPE;
    ::_exit(as_a_shell_reports_it);
}

void hold_standard_descriptors() {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) != -1) continue;
        // The wrong way round, so that using it fails. open() takes the lowest free number.
        [[maybe_unused]] const int opened =
            ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

}
