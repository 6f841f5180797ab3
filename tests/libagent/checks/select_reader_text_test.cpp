#include "libagent/checks/select_reader_text.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

SelectText text_of(const char* sql) {
    return SelectText(sql, *database::find_dialect("sqlite"));
}

}

TEST_CASE("select reader text: tokens without comments, parentheses with their other one",
          "[checks]") {
    const SelectText text = text_of("SELECT /* all */ f(a, (b)) FROM t -- end\n;");

    REQUIRE(text.is_sound());
    CHECK(text.size() == 11);
    CHECK(text.is(0, "select"));
    CHECK(text.is_symbol(2, "("));
    CHECK(text.other(2) == 8);
    CHECK(text.other(8) == 2);
    CHECK(text.behind(2) == 9);
    CHECK(text.behind(9) == 10);
    CHECK(text.is_name(10));
    CHECK(text.is_among(9, {"where", "from"}));
    CHECK_FALSE(text.is_among(10, {"where", "from"}));
    CHECK_FALSE(text.is(99, "from"));
}

TEST_CASE("select reader text: words and commas are looked for outside of parentheses",
          "[checks]") {
    const SelectText text = text_of("SELECT f(a, b), (SELECT c FROM d), e FROM t");
    const TokenRange all{1, text.size()};

    const std::size_t from = text.find(all, "from");
    CHECK(text.text({from, text.size()}) == "FROM t");
    CHECK(text.find(all, "where") == text.size());
    const std::vector<TokenRange> parts = text.split({1, from});
    REQUIRE(parts.size() == 3);
    CHECK(text.text(parts[0]) == "f(a, b)");
    CHECK(text.text(parts[2]) == "e");
    CHECK(text.text({3, 3}).empty());
    CHECK(text.opens_query(parts[1].begin));
    CHECK_FALSE(text.opens_query(parts[0].begin));
}

TEST_CASE("select reader text: what does not match is not sound", "[checks]") {
    for (const char* const sql : {"SELECT (a", "SELECT a)", "SELECT 'a", "SELECT a; SELECT b"}) {
        INFO(sql);
        CHECK_FALSE(text_of(sql).is_sound());
    }
}

}
