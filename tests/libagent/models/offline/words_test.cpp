#include "libagent/models/offline/words.h"

#include <catch2/catch.hpp>

using namespace askdb::models::offline;

TEST_CASE("words: numbers lose their separators and keep their digits", "[offline]") {
    const auto words = question_words("over 1,000 and 2.5k, -3.20 but not 3rd");

    REQUIRE(words.size() == 9);
    CHECK(words[1].folded == "1000");
    CHECK(words[3].folded == "2500");
    CHECK(words[4].kind == WordKind::comma);
    CHECK(words[5].folded == "-3.20");
    CHECK(words[8].kind == WordKind::word);
}

TEST_CASE("words: quotation marks of any kind hold a value together", "[offline]") {
    for (const char* question :
         {R"(at "North Mill" now)", "at 'North Mill' now", "at \u201cNorth Mill\u201d now"}) {
        const auto words = question_words(question);

        REQUIRE(words.size() == 3);
        CHECK(words[1].kind == WordKind::quoted);
        CHECK(words[1].text == "North Mill");
    }
}

TEST_CASE("words: apostrophes belong to names, possessives and negations", "[offline]") {
    const auto words = question_words("the site's pumps aren't O'Brien");

    REQUIRE(words.size() == 7);
    CHECK(words[1].folded == "site");
    CHECK(words[3].folded == "are");
    CHECK(words[4].folded == "not");
    CHECK(words[5].folded == "o");
}

TEST_CASE("words: accents and case do not matter", "[offline]") {
    CHECK(value_words("Brandt & Sohn, Nr. 5") ==
          std::vector<std::string>{"brandt", "and", "sohn", "nr", "5"});
}

TEST_CASE("words: a text that is no question gives no words", "[offline]") {
    CHECK(question_words("").empty());
    CHECK(question_words(std::string(5000, 'a')).empty());
    std::string many;
    for (int i = 0; i < 100; ++i) many += "a ";
    CHECK(question_words(many).empty());
    CHECK(question_words("\xff\xfe how").size() == 2);
}
