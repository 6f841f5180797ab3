#include "cli/signals.h"

#include "tests/support/in_child.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <unistd.h>

using namespace askdb::cli;
using askdb::test::in_child;

namespace {

void wait_for_stop(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait(lock, stop, [] { return false; });
}

}

TEST_CASE("signals: the first asks to stop", "[cli]") {
    for (void (*work)() : {+[] {
                               const Signals signals;
                               ::kill(::getpid(), SIGTERM);
                               wait_for_stop(signals.token());
                           },
                           +[] {
                               const Signals signals;
                               ::kill(::getpid(), SIGINT);
                               wait_for_stop(signals.token());
                           }}) {
        const int status = in_child(work);
        CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    }
}

TEST_CASE("signals: one that came is known before the stop is there", "[cli]") {
    const int status = in_child([] {
        const Signals signals;
        const bool before = signals.came();
        ::kill(::getpid(), SIGINT);
        if (before || !signals.came()) ::_exit(1);
        wait_for_stop(signals.token());
        if (!signals.came()) ::_exit(1);
    });
    CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

TEST_CASE("signals: the second ends the program at once", "[cli]") {
    const int status = in_child([] {
        const Signals signals;
        ::kill(::getpid(), SIGINT);
        wait_for_stop(signals.token());
        ::kill(::getpid(), SIGINT);
        while (true) ::pause();
    });

    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 130);
}

TEST_CASE("signals: what does not end in time is ended", "[cli]") {
    const int status = in_child([] {
        const Signals signals(std::chrono::milliseconds(20));
        ::kill(::getpid(), SIGTERM);
        while (true) ::pause();
    });

    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 130);
}

TEST_CASE("signals: what the parent had ignored stays ignored", "[cli]") {
    const int status = in_child([] {
        ::signal(SIGHUP, SIG_IGN);
        const Signals signals;
        ::kill(::getpid(), SIGHUP);
        ::kill(::getpid(), SIGTERM);
        wait_for_stop(signals.token());
        // Had SIGHUP been counted, SIGTERM would have been the second and ended it with 130.
    });

    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("signals: a closed pipe ends the program as SIGPIPE does", "[cli]") {
    const int status = in_child([] {
        const Signals signals;
        die_of_closed_pipe();
    });

    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGPIPE);
}

TEST_CASE("signals: who leaves at once takes the unfinished file along", "[cli]") {
    static const askdb::test::TempFolder folder;
    static const std::string unfinished = folder.file("unfinished");
    std::ofstream(unfinished) << "half";

    const int status = in_child([] {
        Signals signals;
        signals.remove_when_leaving(unfinished);
        ::kill(::getpid(), SIGTERM);
        wait_for_stop(signals.token());
        ::kill(::getpid(), SIGTERM);
        while (true) ::pause();
    });

    CHECK(WEXITSTATUS(status) == 130);
    CHECK_FALSE(std::filesystem::exists(unfinished));
}

TEST_CASE("signals: interrupts can be given away, other signals stop all the same", "[cli]") {
    const int status = in_child([] {
        std::mutex mutex;
        std::condition_variable changed;
        int taken = 0;
        Signals signals;
        signals.give_interrupts_to([&] {
            const std::lock_guard lock(mutex);
            ++taken;
            changed.notify_all();
        });
        for (int i = 1; i <= 3; ++i) {
            ::kill(::getpid(), SIGINT);
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return taken == i; });
        }
        if (signals.token().stop_requested()) ::_exit(1);
        ::kill(::getpid(), SIGTERM);
        wait_for_stop(signals.token());
        ::_exit(7);
    });
    CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 7));
}
