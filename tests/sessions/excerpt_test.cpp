#include "sessions/excerpt.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {
namespace {

/// The excerpt with its marks as brackets; "-" for none.
std::string marked(std::string_view text, std::string_view query) {
    const auto excerpt = find_excerpt(text, search_words(query));
    if (!excerpt) return "-";
    std::string out = excerpt->text;
    for (auto mark = excerpt->marks.rbegin(); mark != excerpt->marks.rend(); ++mark) {
        out.insert(mark->second, "]");
        out.insert(mark->first, "[");
    }
    return out;
}

}

TEST_CASE("excerpt: all words must occur, the last may be a beginning", "[sessions]") {
    CHECK(marked("orders of the north", "north orders") == "[orders] of the [north]");
    CHECK(marked("orders of the north", "orders nor") == "[orders] of the [north]");
    CHECK(marked("orders of the north", "ord north") == "-");
    CHECK(marked("orders of the north", "orders south") == "-");
}

TEST_CASE("excerpt: neither case nor accents count", "[sessions]") {
    CHECK(marked("Die Zahl der CAFÉS", "cafes zahl") == "Die [Zahl] der [CAFÉS]");
    CHECK(marked("Die Zahl der CAFÉS", "zahl cafe") == "Die [Zahl] der [CAFÉS]");
    CHECK(marked("Die Zahl der Cafe\u0301s", "zahl cafés") == "Die [Zahl] der [Cafe\u0301s]");
}

TEST_CASE("excerpt: signs separate words, and are none", "[sessions]") {
    CHECK(search_words("SELECT count(*) FROM \"work_orders\"") ==
          std::vector<std::string>{"select", "count", "from", "work", "orders"});
    CHECK(search_words("?! \"*").empty());
    CHECK(marked("SELECT * FROM work_orders", "work_ord") == "SELECT * FROM [work]_[orders]");
}

TEST_CASE("excerpt: a long text is cut around the words, between words", "[sessions]") {
    std::string text;
    for (int i = 0; i < 500; ++i) text += "padding ";
    text += "the needle is here ";
    for (int i = 0; i < 500; ++i) text += "padding ";

    const auto excerpt = find_excerpt(text, search_words("needle"));

    REQUIRE(excerpt);
    CHECK(excerpt->text.size() <= 170);
    CHECK(excerpt->text.starts_with("…padding"));
    CHECK(excerpt->text.ends_with("padding…"));
    REQUIRE(excerpt->marks.size() == 1);
    const auto [begin, end] = excerpt->marks.front();
    CHECK(excerpt->text.substr(begin, end - begin) == "needle");
}

TEST_CASE("excerpt: it is one line without escapes, whatever the text holds", "[sessions]") {
    CHECK(marked("a\n\x1b[2Jb\xff needle", "needle") == "a [2Jb\uFFFD [needle]");
    const std::string endless(100'000, 'a');
    const auto excerpt = find_excerpt(endless, search_words("aaa"));
    REQUIRE(excerpt);
    CHECK(excerpt->text.size() <= 170);
    CHECK(excerpt->marks.front().second <= excerpt->text.size());
    std::string wide;
    for (int i = 0; i < 500; ++i) wide += "漢";
    CHECK(is_valid_utf8(find_excerpt(wide, search_words("漢"))->text));
}

}
