#include "cli/turn_log.h"

#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

void tell_retry(Log& log) {
    log.warning("model call failed, trying again",
                {{"model", "m"}, {"error", "cannot reach 'x'"}, {"attempt", 1}, {"wait_ms", 1500}});
}

}

TEST_CASE("turn log: a call that is tried again is told in the spinner", "[cli]") {
    test::Captured captured;
    Messages messages(captured.writer(), false);
    Progress progress(messages, true, 80, std::chrono::milliseconds(0));
    TurnLog log(messages, progress, false);

    tell_retry(log);

    CHECK_THAT(captured.next(), Catch::Contains("trying again in 1.5 s (cannot reach 'x')"));
}

TEST_CASE("turn log: lines only when verbose, and none of debug", "[cli]") {
    test::Captured captured;
    Messages messages(captured.writer(), false);
    Progress progress(messages, false, 80);
    TurnLog silent(messages, progress, false), verbose(messages, progress, true);

    tell_retry(silent);
    silent.info("query done");
    verbose.debug("detail");
    CHECK(captured.so_far().empty());
    verbose.info("query done", {{"rows", 3}});
    CHECK(captured.so_far() == "query done  rows=3\n");
}
