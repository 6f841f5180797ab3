#include "libagent/checks/sentence_cues.h"

#include <catch2/catch.hpp>

namespace askdb::checks {

TEST_CASE("sentence cues: words of four languages ask for what is worked out", "[checks]") {
    CHECK(read_cues("In all we sold 5").total);
    CHECK(read_cues("im Schnitt 5").average);
    CHECK(read_cues("The median is 5").median);
    CHECK(read_cues("4 more than before").difference);
    CHECK(read_cues("Les coûts ont augmenté").growth);
    CHECK(read_cues("costs fell by 5 %").growth);
    CHECK(read_cues("5 per site").ratio);
    CHECK(read_cues("the remaining 5").rest);
    CHECK(read_cues("4 have none").none);
    CHECK(read_cues("the top three").top);
    CHECK_FALSE(read_cues("There are 5 sites").difference);
}

TEST_CASE("sentence cues: which way it went, where only one is said", "[checks]") {
    CHECK(read_cues("Costs rose by 5 %").way == Way::up);
    CHECK(read_cues("Die Kosten sind gesunken").way == Way::down);
    CHECK(read_cues("Les coûts ont augmenté; hausse de 5 %").way == Way::up);
    CHECK(read_cues("Orders grew while costs fell").way == Way::unknown);
    CHECK(read_cues("Costs did not rise").way == Way::unknown);
    CHECK(read_cues("Savings increased by 5 %").way == Way::unknown);
    CHECK(read_cues("There are 5").way == Way::unknown);
}

TEST_CASE("sentence cues: parts of a year", "[checks]") {
    CHECK(read_cues("126 per month").parts_of_year == 12);
    CHECK(read_cues("4.1 orders a day").parts_of_year == 365);
    CHECK(read_cues("29 pro Woche").parts_of_year == 52);
    CHECK(read_cues("in the month of May").parts_of_year == 0);
    CHECK(read_cues("Q1 and the third quarter").quarters == std::vector<int>{1, 3});
    CHECK(read_cues("Q12, EQ1 and three quarters").quarters.empty());
}

TEST_CASE("sentence cues: words with the same beginning", "[checks]") {
    CHECK(share_stem("sites", "site"));
    CHECK(share_stem("categories", "category"));
    CHECK_FALSE(share_stem("status", "sites"));
    CHECK_FALSE(share_stem("of", "of"));
}

}
