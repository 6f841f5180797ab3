#include "libagent/database/sql_tokens.h"

#include <catch2/catch.hpp>

#include <string>

using namespace askdb::database;

namespace {

/// Each token's kind as one letter: Word, Name, String, Number, sYmbol, Parameter, Comment, Bad.
std::string kinds_of(std::string_view sql, const Dialect& dialect) {
    std::string kinds;
    for (const SqlToken& token : sql_tokens(sql, dialect)) {
        kinds += "WNS0YPCB"[static_cast<std::size_t>(token.kind)];
    }
    return kinds;
}

const Dialect& sqlite_words() {
    return *find_dialect("sqlite");
}

const Dialect dollars{
    .name = "d", .title = "D", .e_strings = true, .dollar_quotes = true, .nested_comments = true};
const Dialect backslashes{.name = "b",
                          .title = "B",
                          .identifier_quote = '`',
                          .backslash_escapes = true,
                          .hash_comments = true,
                          .conditional_comments = true};

}

TEST_CASE("sql tokens: strings, names, numbers and comments of SQLite", "[sql_tokens]") {
    CHECK(kinds_of("SELECT 'it''s', \"a\"\"b\", `c`, [d]", sqlite_words()) == "WSYNYNYN");
    CHECK(kinds_of("1.5e-3 .5 0xFF 1e 12abc", sqlite_words()) == "0000W0W");
    CHECK(kinds_of("a -- c\n b /* d */ - -1", sqlite_words()) == "WCWCYY0");
    CHECK(kinds_of("?1 :a @b $c a::b", sqlite_words()) == "PPPPWYW");
    CHECK(kinds_of("'a\\' b", sqlite_words()) == "SW");
    CHECK(kinds_of("[a]]b]", sqlite_words()) == "NYWY");
    CHECK(kinds_of("naïve_\xff$1", sqlite_words()) == "W");
    CHECK(kinds_of("", sqlite_words()).empty());
}

TEST_CASE("sql tokens: what never ends is one bad token", "[sql_tokens]") {
    CHECK(kinds_of("a 'b ; c", sqlite_words()) == "WB");
    CHECK(kinds_of("a \"b", sqlite_words()) == "WB");
    CHECK(kinds_of("a [b", sqlite_words()) == "WB");
    CHECK(kinds_of("a /* b", sqlite_words()) == "WC");
    CHECK(kinds_of("a /* b", dollars) == "WB");
    CHECK(kinds_of("a \x01", sqlite_words()) == "WB");
}

TEST_CASE("sql tokens: each dialect reads its own quotes and comments", "[sql_tokens]") {
    CHECK(kinds_of("$$;'$$ $t$ $$ $t$ $1", dollars) == "SSP");
    CHECK(kinds_of("$t$ never", dollars) == "B");
    CHECK(kinds_of("E'a\\'b' 'a\\'", dollars) == "SS");
    CHECK(kinds_of("/* a /* b */ c */ d", dollars) == "CW");
    CHECK(kinds_of("`a` d", dollars) == "BWBW");
    CHECK(kinds_of("'a\\'b' \"c\\\"d\" `e` # f", backslashes) == "SSNC");
    CHECK(kinds_of("a /*! b */ /*M! c */", backslashes) == "WBB");
    CHECK(kinds_of("/* a /* b */ c", backslashes) == "CW");
}

TEST_CASE("sql tokens: the pieces are the statement's own text", "[sql_tokens]") {
    const std::string sql = "SELECT  name\nFROM t";
    const auto tokens = sql_tokens(sql, sqlite_words());

    REQUIRE(tokens.size() == 4);
    CHECK(tokens[1].text == "name");
    CHECK(tokens[1].text.data() == sql.data() + 8);
    CHECK(tokens[0].is("select"));
    CHECK_FALSE(tokens[0].is("selec"));
}
