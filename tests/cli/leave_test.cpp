#include "cli/leave.h"

#include "tests/support/in_child.h"
#include "tests/support/sanitized.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <thread>
#include <unistd.h>

using namespace askdb::cli;
using askdb::test::in_child;

namespace {

/// The exit code of `work`, which runs in a process of its own.
int code_of_child(void (*work)()) {
    const int status = in_child(work);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void run_for_ever() {
    for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

}

TEST_CASE("leave: a thread of anybody's is seen, and none is made up", "[cli]") {
    const int alone = code_of_child([] { ::_exit(other_threads_run() ? 1 : 0); });
    const int accompanied = code_of_child([] {
        std::thread(run_for_ever).detach();
        ::_exit(other_threads_run() ? 1 : 0);
    });

    if (!askdb::test::is_thread_sanitized) CHECK(alone == 0);  // It has a thread of its own.
    CHECK(accompanied == 1);
}

TEST_CASE("leave: nothing is taken down under a call that was left alone", "[cli]") {
    const int code = code_of_child([] {
        std::atexit([] { ::_exit(99); });
        std::thread(run_for_ever).detach();
        leave(7);
    });

    CHECK(code == 7);
}
