#include "cli/render/markdown_line.h"

#include <catch2/catch.hpp>

using namespace askdb::cli;

TEST_CASE("markdown line: what a line begins", "[cli][markdown]") {
    CHECK(heading_in("## A ##")->words == "A");
    CHECK(heading_in("# A#")->words == "A#");
    CHECK(heading_in("###### #")->words.empty());
    for (const char* none : {"#A", "####### A", "    # A"}) CHECK_FALSE(heading_in(none));

    for (const char* rule : {"---", " * * *", "___  ", "===="}) CHECK(is_rule(rule));
    for (const char* none : {"--", "-- a", "", "= =  =", "    ---", "-*-"})
        CHECK_FALSE(is_rule(none));

    CHECK(opening_fence("  ```SQL {x}")->language == "sql");
    CHECK(opening_fence("~~~~")->length == 4);
    for (const char* none : {"``", "``` a`b", "    ```"}) CHECK_FALSE(opening_fence(none));
    CHECK(closes_fence("`````  ", *opening_fence("```")));
    for (const char* none : {"``", "``` a", "~~~"})
        CHECK_FALSE(closes_fence(none, *opening_fence("```")));
}

TEST_CASE("markdown line: list markers and where their text begins", "[cli][markdown]") {
    CHECK(list_marker("- a")->content == 2);
    CHECK(list_marker(" *   a")->content == 5);
    CHECK(list_marker("-      code")->content == 2);
    CHECK(list_marker("-")->content == 1);
    CHECK(list_marker("12) a")->shown == "12) ");
    CHECK(list_marker("1. a")->may_interrupt);
    CHECK_FALSE(list_marker("2. a")->may_interrupt);
    for (const char* none : {"-a", "1.a", "1234567890. a", "---", "a", "", "**a**", "1"})
        CHECK_FALSE(list_marker(none));
    CHECK(quote_marker(" > a") == 3);
    CHECK(quote_marker(">a") == 1);
    CHECK(quote_marker("    > a") == 0);
    CHECK(without_tabs("\ta\tb") == "    a   b");
}
