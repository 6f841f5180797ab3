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

TEST_CASE("sentence cues: words with the same beginning", "[checks]") {
    CHECK(share_stem("sites", "site"));
    CHECK(share_stem("categories", "category"));
    CHECK_FALSE(share_stem("status", "sites"));
    CHECK_FALSE(share_stem("of", "of"));
}

}
