// How long the REPL takes from its start to its prompt, on a terminal of its own:
//     bench_repl_start ASKDB DATABASE [RUNS]
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <pty.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Until the bytes of a prompt came; -1: none did within 10 s.
double time_to_prompt(const char* program, const char* database) {
    const auto begin = Clock::now();
    int terminal = -1;
    winsize size{};
    size.ws_row = 24;
    size.ws_col = 80;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
    if (child == 0) {
        ::setenv("TERM", "xterm-256color", 1);
        ::execl(program, program, "-d", database, static_cast<char*>(nullptr));
        ::_exit(127);
    }
    std::string seen;
    std::array<char, 4096> bytes{};
    double took = -1;
    while (took < 0 && milliseconds_since(begin) < 10'000) {
        pollfd ready = {terminal, POLLIN, 0};
        if (::poll(&ready, 1, 100) <= 0) continue;
        const ssize_t count = ::read(terminal, bytes.data(), bytes.size());
        if (count <= 0) break;
        seen.append(bytes.data(), static_cast<std::size_t>(count));
        if (seen.find("> ") != std::string::npos) took = milliseconds_since(begin);
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(terminal);
    return took;
}

}

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    const int runs = argc > 3 ? std::atoi(argv[3]) : 40;
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) times.push_back(time_to_prompt(argv[1], argv[2]));
    std::sort(times.begin(), times.end());
    std::printf("start to prompt: median %.1f ms, fastest %.1f ms, slowest %.1f ms (%d runs)\n",
                times[times.size() / 2], times.front(), times.back(), runs);
    return times.front() < 0 ? 1 : 0;
}
