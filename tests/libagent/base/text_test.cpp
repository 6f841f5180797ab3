#include "libagent/base/text.h"

#include <catch2/catch.hpp>

using namespace askdb;

TEST_CASE("text: case is ASCII's, whatever the locale", "[base]") {
    CHECK(lower_ascii("ABC xyz É") == "abc xyz É");
    CHECK(equal_ignoring_case("Select", "sELECT"));
    CHECK_FALSE(equal_ignoring_case("select", "selec"));
    CHECK_FALSE(equal_ignoring_case("É", "é"));
}

TEST_CASE("text: a word is among others only letter for letter", "[base]") {
    constexpr std::string_view words[] = {"a", "bc"};
    CHECK(among(words, "bc"));
    CHECK_FALSE(among(words, "b"));
    CHECK_FALSE(among(words, "BC"));
    CHECK_FALSE(among({}, ""));
}

TEST_CASE("text: trim takes white space from both ends only", "[base]") {
    CHECK(trim(" \t\r\n a b \v\f") == "a b");
    CHECK(trim(" \n ").empty());
    CHECK(trim("").empty());
}

TEST_CASE("text: split and join are each other's opposite", "[base]") {
    for (const char* text : {"", "a", "a,b", ",", "a,,b,", ",a"}) {
        CHECK(join(split(text, ','), ",") == text);
    }
    CHECK(split("a,,b", ',') == std::vector<std::string>{"a", "", "b"});
    CHECK(split("", ',').size() == 1);
    CHECK(join({}, ", ").empty());
}

TEST_CASE("text: secrets disappear wherever they stand", "[base]") {
    const std::vector<std::string> secrets = {"hunter2", "sk-12345"};

    CHECK(redacted("hunter2 and sk-12345!", secrets) == "*** and ***!");
    CHECK(redacted("nothing here", secrets) == "nothing here");
    CHECK(redacted("", secrets).empty());
    CHECK(redacted("abc", std::vector<std::string>{"", "abc"}) == "abc");
}

TEST_CASE("text: secrets that contain or overlap each other leave nothing behind", "[base]") {
    CHECK(redacted("key=abcdefgh.", std::vector<std::string>{"abcd", "abcdefgh"}) == "key=***.");
    CHECK(redacted("key=abcdefgh.", std::vector<std::string>{"abcdef", "efgh"}) == "key=***.");
    CHECK(redacted("key=abcdefgh.", std::vector<std::string>{"abcdefgh", "cdef"}) == "key=***.");
    CHECK(redacted("aaaaaaa!", std::vector<std::string>{"aaaaa"}) == "***!");
    CHECK(redacted("abcdabcd", std::vector<std::string>{"abcd"}) == "******");
}

TEST_CASE("text: edits are counted, a swap as one, case as none", "[base]") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("Sales", "slaes") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("SITE", "site") == 0);
    CHECK(edit_distance("abcd", "acbd") == edit_distance("acbd", "abcd"));
}

TEST_CASE("text: the nearest names come first, and none when nothing is near", "[base]") {
    const std::vector<std::string> names = {"customers", "sites", "work_orders", "site", "a"};

    CHECK(nearest("slites", names) == std::vector<std::string>{"sites", "site"});
    CHECK(nearest("SITE", names, 1) == std::vector<std::string>{"site"});
    CHECK(nearest("orders", names) == std::vector<std::string>{"work_orders"});
    CHECK(nearest("zebra_crossing", names).empty());
    CHECK(nearest("b", names).empty());
    CHECK(nearest("", names).empty());
    CHECK(nearest("site", names, 0).empty());
    CHECK(nearest(std::string(100'000, 's'), names).empty());
}

TEST_CASE("text: a hint names what is near, or says something else", "[base]") {
    CHECK(did_you_mean(std::vector<std::string>{"a"}) == "did you mean 'a'?");
    CHECK(did_you_mean(std::vector<std::string>{"a", "b"}, "-") == "did you mean 'a', 'b'?");
    CHECK(did_you_mean({}, "list them").starts_with("list"));
    CHECK(did_you_mean({}).empty());
}

TEST_CASE("text: large numbers are grouped by thousands", "[base]") {
    CHECK(with_thousands(0) == "0");
    CHECK(with_thousands(999) == "999");
    CHECK(with_thousands(2988) == "2,988");
    CHECK(with_thousands(18'446'744'073'709'551'615u) == "18,446,744,073,709,551,615");
}

TEST_CASE("text: a literal holds any text", "[base]") {
    CHECK(sql_literal("it's") == "'it''s'");
    CHECK(sql_literal("") == "''");
    CHECK(sql_literal("'; drop table x; --") == "'''; drop table x; --'");
}
