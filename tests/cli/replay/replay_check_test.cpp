#include "cli/replay/replay_check.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

const ReplayVerdict good{}, drifted{.drifts = {{"shape", "3 rows, not 2 rows"}}},
    gone{.is_made_anew = false},
    slow{.failure = Error{Errc::timeout, "too slow", "wait longer: --timeout 60"}};

}

TEST_CASE("replay check: a drift is worth more than a failure, a failure more than nothing",
          "[cli][replay]") {
    CHECK(exit_code_of(std::vector{good, good}) == 0);
    CHECK(exit_code_of(std::vector{good, slow}) == 4);
    CHECK(exit_code_of(std::vector{slow, drifted}) == 8);
}

TEST_CASE("replay check: where nothing was compared, nothing holds", "[cli][replay]") {
    CHECK(exit_code_of(std::vector{gone}) == 1);
    CHECK(exit_code_of(std::vector{gone, gone}) == 1);
    CHECK(exit_code_of(std::vector{gone, slow}) == 4);
    CHECK(exit_code_of(std::vector{gone, good}) == 0);
    CHECK(exit_code_of(std::vector<ReplayVerdict>{}) == 1);
    CHECK(count_compared({good, drifted, gone, slow}) == 2);
}

TEST_CASE("replay check: each line says of which turn and result it is", "[cli][replay]") {
    const chat::Step kept{.handle = "r2"};
    const ReplayStep step{.turn = 3, .kept = &kept};
    ReplayVerdict noted = slow;
    noted.notes = {"its rows are not compared"};

    CHECK(verdict_lines(step, good).empty());
    CHECK(verdict_lines(step, drifted) ==
          std::vector<std::string>{"turn 3, r2: shape drifted: 3 rows, not 2 rows"});
    CHECK(verdict_lines(step, noted) ==
          std::vector<std::string>{"turn 3, r2: not compared: too slow (wait longer: --timeout 60)",
                                   "turn 3, r2: its rows are not compared"});
}

TEST_CASE("replay check: the last line counts", "[cli][replay]") {
    const std::string compared = ": schema and shape compared, rows not (--exact)";
    CHECK(summary_line({good}, false) == "1 result, none drifted" + compared);
    CHECK(summary_line({good}, true) == "1 result, none drifted: schema, shape and rows compared");
    CHECK(summary_line({good, drifted}, false) == "2 results, 1 drifted" + compared);
    CHECK(summary_line({good, slow}, false) ==
          "2 results, none drifted, 1 not compared" + compared);
    CHECK(summary_line({gone}, false) ==
          "1 result, none compared: nothing says that the answers still hold");
}
