#include "sessions/sql_store_search.h"

#include "tests/support/archive_cases.h"
#include "tests/support/session_stores.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {
namespace {

std::vector<std::string> excerpts(session::SessionArchive& archive,
                                  const session::SearchQuery& query) {
    std::vector<std::string> texts;
    for (const session::SearchHit& hit : archive.search(query).hits) texts.push_back(hit.excerpt);
    return texts;
}

using Texts = std::vector<std::string>;

}

TEST_CASE("store search: nothing that is searched for is read as syntax", "[sessions]") {
    CHECK(fts5_query("how many", std::nullopt) == R"(text : (("how") AND ("many" *)))");
    CHECK(fts5_query("NEAR(a, b) OR \"c", std::nullopt) ==
          R"(text : (("near") AND ("a") AND ("b") AND ("or") AND ("c" *)))");
    CHECK(fts5_query("a", "ann") == R"(text : (("a" *)) AND who : "u616e6e")");
    CHECK(fts5_query("Stra\xC3\x9F"
                     "e",
                     std::nullopt) ==
          "text : ((\"strasse\" * OR \"Stra\xC3\x9F"
          "e\" *))");
    const std::vector<std::string> words = {"how", "many"};
    CHECK(postgres_query(words) == "'how' & 'many':*");
}

TEST_CASE("store search: newest first, by user, without what was taken back", "[sessions][store]") {
    for (const std::string& database : test::store_databases()) {
        const test::StorePlace place(database);
        const auto archive = place.open();
        test::keep_turn(*archive, {"ann", "1"}, "apples one", "none");
        test::keep_turn(*archive, {"bob", "2"}, "apples two", "none");
        test::keep_turn(*archive, {"ann", "3"}, "apples three", "none");
        test::keep_turn(*archive, {"ann", "1"}, "apples four", "none");

        CHECK(excerpts(*archive, {.words = "apples"}) ==
              Texts{"apples four", "apples three", "apples two", "apples one"});
        CHECK(excerpts(*archive, {.user = "ann", .words = "apples", .limit = 2}) ==
              Texts{"apples four", "apples three"});
        CHECK(excerpts(*archive, {.words = "ap three"}).empty());
        CHECK(excerpts(*archive, {.words = "three ap"}) == Texts{"apples three"});
        CHECK(excerpts(*archive, {.words = "ann"}).empty());
        CHECK_FALSE(archive->rewind({"ann", "1"}, 1));
        CHECK(excerpts(*archive, {.user = "ann", .words = "apples"}) ==
              Texts{"apples three", "apples one"});
        CHECK(archive->remove({"ann", "3"}));
        CHECK(excerpts(*archive, {.user = "ann", .words = "apples"}) == Texts{"apples one"});
        CHECK_FALSE(archive->search({.words = "apples"}).was_scanned);
        CHECK(archive->check().problems.empty());
    }
}

TEST_CASE("store search: letters that are written in several ways", "[sessions][store]") {
    for (const std::string& database : test::store_databases()) {
        const test::StorePlace place(database);
        const auto archive = place.open();
        test::keep_turn(*archive, {"", "1"},
                        "Die Stra\xC3\x9F"
                        "e nach K\xC3\xB6ln",
                        "none");

        CHECK(archive
                  ->search({.words = "stra\xC3\x9F"
                                     "e koln"})
                  .hits.size() == 1);
        CHECK(archive->search({.words = "K\xC3\x96LN"}).hits.size() == 1);
    }
}

TEST_CASE("store search: an encrypted store is read through, and says so", "[sessions][store]") {
    const test::StorePlace place("SQLite", test::test_key());
    const auto archive = place.open();
    for (int i = 0; i < 30; ++i)
        test::keep_turn(*archive, {"ann", std::to_string(i)}, "apples " + std::to_string(i), "no");

    const session::SearchResult found = archive->search({.user = "ann", .words = "apples 7"});

    CHECK(found.was_scanned);
    REQUIRE(found.hits.size() == 1);
    CHECK(found.hits[0].key.id == "7");
    CHECK(found.hits[0].title == "apples 7");
    CHECK(archive->search({.words = "apples", .limit = 5}).hits.at(0).key.id == "29");
    CHECK(archive->search({.user = "bob", .words = "apples"}).hits.empty());
}

}
