#include "cli/load_narration.h"

#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

using namespace askdb::cli;

TEST_CASE("load narration: rows in short", "[cli][files]") {
    CHECK(rows_in_short(1) == "1 row");
    CHECK(rows_in_short(999) == "999 rows");
    CHECK(rows_in_short(16'384) == "16 k rows");
    CHECK(rows_in_short(1'230'000) == "1.2 M rows");
}

TEST_CASE("load narration: lines where there is no terminal come when it takes long",
          "[cli][files]") {
    askdb::test::Captured captured;
    Messages messages(captured.writer(), false);
    LoadNarration slow(messages, nullptr, {.patience = std::chrono::milliseconds(0)});
    LoadNarration fast(messages, nullptr, {.patience = std::chrono::hours(1)});
    LoadNarration quiet(messages, nullptr,
                        {.quiet = true, .patience = std::chrono::milliseconds(0)});

    slow.progress("loading orders.csv", 1'200'000);
    for (LoadNarration* narration : {&fast, &quiet}) narration->progress("loading x.csv", 5);
    quiet.note("a note");
    quiet.warning("a warning");
    fast.done();

    CHECK(captured.so_far() == "loading orders.csv: 1.2 M rows\n⚠ a warning\n");
}
