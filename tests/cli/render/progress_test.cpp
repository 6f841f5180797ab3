#include "cli/render/progress.h"

#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;
using std::chrono::milliseconds;

TEST_CASE("progress: shows what is done, and leaves a clean line", "[cli]") {
    test::Captured captured;
    Messages messages(captured.writer(), false);
    Progress progress(messages, true, 80, milliseconds(0));

    progress.show("Running query");
    const std::string shown = captured.next();
    progress.hide();
    const std::string hidden = captured.so_far();

    CHECK_THAT(shown, Catch::Contains("Running query"));
    CHECK_THAT(hidden, Catch::EndsWith("\r\x1b[K"));
}

TEST_CASE("progress: draws nothing for what is quickly over, nor when it is off", "[cli]") {
    test::Captured captured;
    Messages messages(captured.writer(), false);
    {
        Progress patient(messages, true, 80, std::chrono::hours(1));
        Progress off(messages, false, 80, milliseconds(0));
        patient.show("one");
        off.show("two");
    }

    CHECK(captured.so_far().empty());
}

TEST_CASE("progress: a line never wraps", "[cli]") {
    test::Captured captured;
    Messages messages(captured.writer(), false);
    Progress progress(messages, true, 20, milliseconds(0));

    progress.show("a very long description of what is going on here");

    const std::string shown = captured.next();
    constexpr std::size_t escapes = 4, braille_bytes = 3;
    CHECK(shown.size() < escapes + braille_bytes + 20);
}
