#include "sessions/title.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("title: a short question is its own title, in one line", "[sessions]") {
    CHECK(title_of("How many orders?") == "How many orders?");
    CHECK(title_of("  How\n\n many\torders? \r\n") == "How many orders?");
    CHECK(title_of("") == "");
    CHECK(title_of(" \n ") == "");
}

TEST_CASE("title: a long question is cut between two words", "[sessions]") {
    const std::string title = title_of(
        "Which of our customers in the north have ordered more than twice in the last year, and "
        "what?");

    CHECK(title == "Which of our customers in the north have ordered more than twice in the…");
    CHECK(display_width(title) <= 72);
    CHECK(display_width(title_of(std::string(100'000, 'x'))) == 72);
}

TEST_CASE("title: wide characters, escapes and broken bytes do no harm", "[sessions]") {
    std::string wide;
    for (int i = 0; i < 100; ++i) wide += "漢";
    CHECK(display_width(title_of(wide)) <= 72);
    CHECK(is_valid_utf8(title_of(wide)));
    CHECK(title_of("a\x1b[2Jb") == "a [2Jb");
    CHECK(title_of("a\xff"
                   "b") ==
          "a\uFFFD"
          "b");
}

}
