#include "libagent/models/offline/stem.h"

#include <catch2/catch.hpp>

using askdb::models::offline::Stemmer;

TEST_CASE("stem: forms of one word share a stem", "[offline]") {
    Stemmer stemmer;

    CHECK(stemmer.stem("orders") == stemmer.stem("ordered"));
    CHECK(stemmer.stem("completed") == stemmer.stem("completion"));
    CHECK(stemmer.stem("site") != stemmer.stem("city"));
}

TEST_CASE("stem: what is no word comes back as it is", "[offline]") {
    Stemmer stemmer;

    CHECK(stemmer.stem("").empty());
    CHECK(stemmer.stem(std::string(500, 's')).size() == 500);
}
