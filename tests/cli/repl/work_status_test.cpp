#include "cli/repl/work_status.h"

#include "cli/repl/person_approver.h"
#include "cli/repl/screen.h"
#include "cli/repl/work.h"
#include "libagent/base/error.h"
#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <poll.h>

namespace askdb::cli::repl {
namespace {

/// Reads letters until the work is done.
void wait_for(Work& work, Mailbox& mailbox) {
    while (!work.is_done()) {
        pollfd ready = {mailbox.descriptor(), POLLIN, 0};
        REQUIRE(::poll(&ready, 1, 20'000) == 1);
        mailbox.run_all();
    }
}

}

TEST_CASE("work status: one row says what is known", "[repl]") {
    const Theme plain;

    CHECK(status_row({.doing = "asking m"}, 80, plain) == "⠋ asking m");
    CHECK(status_row({.doing = "Running query",
                      .step = 2,
                      .rows = 1204,
                      .tokens = 12'400,
                      .cost_usd = 0.0042,
                      .seconds = 3.4,
                      .frame = 1},
                     80, plain) ==
          "⠙ step 2 · Running query · 1,204 rows · 3 s · 12.4 k tokens · $0.0042");
    CHECK(status_row({.doing = "asking", .is_stopping = true}, 80, plain) == "⠋ stopping");
    CHECK(display_width(status_row({.doing = std::string(300, 'x')}, 40, plain)) == 39);
}

TEST_CASE("work status: times, tokens and money are as short as they can be", "[repl]") {
    CHECK(time_in_short(0.3) == "<1 ms");
    CHECK(time_in_short(12) == "12 ms");
    CHECK(time_in_short(2'440) == "2.4 s");
    CHECK(time_in_short(185'000) == "3 min 5 s");
    CHECK(tokens_in_short(950) == "950 tokens");
    CHECK(tokens_in_short(1'250'000) == "1.2 M tokens");
    CHECK(money_in_short(1.254) == "$1.25");
    CHECK(money_in_short(0) == "$0.00");
}

TEST_CASE("work: runs on a thread of its own, tells when it is done, and throws what it threw",
          "[repl]") {
    Mailbox mailbox;
    std::vector<int> order;
    Work work(
        [&](const std::stop_token&) {
            mailbox.post([&] { order.push_back(1); });
            throw Failure({Errc::timeout, "too long"});
        },
        mailbox);

    wait_for(work, mailbox);
    CHECK(order == std::vector<int>{1});
    CHECK_THROWS_AS(work.finish(), Failure);
}

TEST_CASE("work: a stop reaches it, also when its owner goes", "[repl]") {
    Mailbox mailbox;
    const auto until_stopped = [](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait(lock, stop, [] { return false; });
        throw Stopped();
    };
    Work work(until_stopped, mailbox);

    work.stop();
    wait_for(work, mailbox);
    CHECK(work.was_stopped());
    CHECK_THROWS_AS(work.finish(), Stopped);
    { const Work left(until_stopped, mailbox); }
}

TEST_CASE("person approver: the answer comes from another thread, a stop ends the waiting",
          "[repl]") {
    Mailbox mailbox;
    PersonApprover::Request asked;
    int dropped = 0;
    PersonApprover approver(mailbox,
                            {.ask = [&](PersonApprover::Request r) { asked = std::move(r); },
                             .drop = [&](const PersonApprover::Request&) { ++dropped; }});
    tools::Approval approval = tools::Approval::no;
    const auto ask = [&](const std::stop_token& stop) {
        approval =
            approver.ask({.database = "plant", .sql = "DELETE FROM t", .touches = "t"}, stop);
    };
    {
        Work work(ask, mailbox);
        while (!asked) mailbox.run_all();
        CHECK(asked->sql() == "DELETE FROM t");
        asked->answer(tools::Approval::yes);
        asked->answer(tools::Approval::no);  // Too late.
        wait_for(work, mailbox);
        CHECK(approval == tools::Approval::yes);
        CHECK(dropped == 1);
    }
    Work work(ask, mailbox);
    work.stop();
    wait_for(work, mailbox);
    CHECK_THROWS_AS(work.finish(), Stopped);
    CHECK(dropped == 2);
    CHECK(means_yes(" YES "));
    CHECK_FALSE(means_yes("yess"));
}

TEST_CASE("screen: choices stand in columns, those that find no room are counted", "[repl]") {
    using Rows = std::vector<std::string>;

    CHECK(in_columns({"a", "bb", "ccc", "d"}, 12, 9) == Rows{"a    ccc", "bb   d"});
    CHECK(in_columns({"a", "b", "c"}, 3, 2) == Rows{"a", "… 3 in all"});
    CHECK(in_columns({}, 80, 3).empty());
    CHECK(in_columns({std::string(50, 'x')}, 10, 3) == Rows{std::string(9, 'x')});
}

}
