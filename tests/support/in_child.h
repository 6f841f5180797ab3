#pragma once

#include <sys/wait.h>
#include <unistd.h>

namespace askdb::test {

/// Runs `work` in a process of its own, which ends by _exit(0) behind it, and gives its wait
/// status.
inline int in_child(void (*work)()) {
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

}
