#include "libagent/checks/answer_words.h"

#include <catch2/catch.hpp>

namespace askdb::checks {

TEST_CASE("answer words: letters of any script, no punctuation, no digits", "[checks]") {
    const auto words = words_of("Gdańsk’s 12 „Äpfel“ × 3—ЖД, O'Brien");

    std::string all;
    for (const Word& word : words) all += word.folded + ' ';
    CHECK(all == "gdansk s apfel жд o brien ");
}

TEST_CASE("answer words: the quick fold is the slow one", "[checks]") {
    for (const char* const word :
         {"Würzburg", "Straße", "Łódź", "ÉÈê", "Ærø", "ÑANDÚ", "plain", "ÿ×÷"})
        CHECK(folded_word(word) == folded_word(folded_word(word)));
    CHECK(folded_word("Würzburg") == "wurzburg");
    CHECK(folded_word("Straße") == "strasse");
}

TEST_CASE("answer words: lists hold whole words", "[checks]") {
    CHECK(in_list("more fewer", "more"));
    CHECK(in_list("more fewer", "fewer"));
    CHECK_FALSE(in_list("more fewer", "few"));
    CHECK_FALSE(in_list("more fewer", "ore"));
    CHECK_FALSE(in_list("more fewer", ""));
}

TEST_CASE("answer words: blanks of all kinds, and what is inside a word", "[checks]") {
    CHECK(space_length("\u202F1", 0) == 3);
    CHECK(space_length("\u00A01", 0) == 2);
    CHECK(space_length("a", 0) == 0);
    CHECK(is_inside_word("é1", 2));
    CHECK(is_inside_word("a_1", 2));
    CHECK_FALSE(is_inside_word("€1", 3));
    CHECK(letter_length("x", 1) == 0);
}

}
