#include "cli/findings.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("findings: the exit code is that of what must be mended first", "[cli]") {
    const Finding good{.exit_code = 3};
    const Finding warning{.verdict = Verdict::warning, .exit_code = 2};
    const auto broken_with = [](int code) {
        return Finding{.verdict = Verdict::broken, .exit_code = code};
    };

    CHECK(exit_code_of({}) == 0);
    CHECK(exit_code_of(std::vector{good, warning}) == 0);
    CHECK(exit_code_of(std::vector{broken_with(5), good}) == 5);
    CHECK(exit_code_of(std::vector{broken_with(5), broken_with(3)}) == 3);
    CHECK(exit_code_of(std::vector{broken_with(3), broken_with(2), broken_with(5)}) == 2);
}

TEST_CASE("findings: an error's hint is the fix, its kind the exit code", "[cli]") {
    const Finding finding = broken("model", {Errc::model, "no answer", "try again"});

    CHECK(finding.verdict == Verdict::broken);
    CHECK(finding.fix == "try again");
    CHECK(finding.exit_code == 5);
}
