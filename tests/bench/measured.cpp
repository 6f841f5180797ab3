// Runs a command whose output goes to a file: prints its wall seconds and its peak memory in MiB.
// Exits as the command did.
//     bench_measured OUT-FILE COMMAND [ARGUMENT…]

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
        constexpr mode_t file_mode = 0600;
        const int out = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, file_mode);
        dup2(out, STDOUT_FILENO);
        close(out);
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("%.3f %ld\n", took.count(), usage.ru_maxrss / 1024);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
