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
    CHECK(kinds_of("1.5e-3 .5 0xFF 1e 12abc", sqlite_words()) == "000BB");
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

TEST_CASE("sql tokens: a number with letters at its end is nothing that one may rely on",
          "[sql_tokens]") {
    for (const char* number : {"1INTO", "1eEXEC", "1.1e", "0x1g", "2024_sales", "1.5$x"}) {
        CHECK(kinds_of(number, sqlite_words()) == "B");
    }
    CHECK(kinds_of("1.5E+3 0xFF 1_000 7.", sqlite_words()) == "0000");
}

TEST_CASE("sql tokens: minus minus is a comment only where the dialect takes it for one",
          "[sql_tokens]") {
    const Dialect& mysql = *find_dialect("mysql");

    CHECK(kinds_of("5--1", mysql) == "0YY0");
    CHECK(kinds_of("5-- 1", mysql) == "0C");
    CHECK(kinds_of("5--\n1", mysql) == "0C0");
    CHECK(kinds_of("5--", mysql) == "0C");
    CHECK(kinds_of("5--1", sqlite_words()) == "0C");
    CHECK(kinds_of("5--1", *find_dialect("generic")) == "0B");
}

TEST_CASE("sql tokens: blanks beyond ASCII are not letters everywhere", "[sql_tokens]") {
    CHECK(kinds_of("1 \xC2\xA0"
                   "DELETE",
                   sqlite_words()) == "0B");
    CHECK(kinds_of("a\xE2\x80\xA8"
                   "b",
                   sqlite_words()) == "B");
    CHECK(kinds_of("\xE3\x80\x80", sqlite_words()) == "B");
    CHECK(kinds_of("'\xC2\xA0'", sqlite_words()) == "S");
}

TEST_CASE("sql tokens: comments that MySQL runs or obeys are bad", "[sql_tokens]") {
    const Dialect& mysql = *find_dialect("mysql");

    CHECK(kinds_of("1 /*!50000 , 2 */", mysql) == "0B");
    CHECK(kinds_of("1 /*M! , 2 */", mysql) == "0B");
    CHECK(kinds_of("1 /*+ SET_VAR(a=0) */", mysql) == "0B");
    CHECK(kinds_of("1 /* ! */ @@version", mysql) == "0CYW");
}

TEST_CASE("sql tokens: SQL Server's comments nest, its brackets double", "[sql_tokens]") {
    const Dialect& sqlserver = *find_dialect("sqlserver");

    CHECK(kinds_of("1 /* /* */ ; */ 2", sqlserver) == "0C0");
    CHECK(kinds_of("[a]]b] \"c\" N'd''e'", sqlserver) == "NNWS");
}

TEST_CASE("sql tokens: where nobody knows the quotes, what could be read otherwise is bad",
          "[sql_tokens]") {
    const Dialect& generic = *find_dialect("generic");

    CHECK(kinds_of("'a\\b' 'it''s' \"c\" `d` e[1]", generic) == "SSNNWY0Y");
    for (const char* sql : {"'a\\'", "'''a'", "q'[b]'", "`a'b`", "# x", "[a'] b']", "a]]",
                            "/* /* */ */", "--x", "$$ a $$", "[ -- ]\n]"}) {
        INFO(sql);
        CHECK(kinds_of(sql, generic).find('B') != std::string::npos);
    }
}

TEST_CASE("sql tokens: without comments all else is there", "[sql_tokens]") {
    const Dialect& sqlite = *find_dialect("sqlite");

    const auto tokens = sql_tokens_without_comments("/* a */ SELECT '--' -- b\n;", sqlite);

    REQUIRE(tokens.size() == 3);
    CHECK(tokens[0].is("select"));
    CHECK(tokens[1].text == "'--'");
    CHECK(tokens[2].is_symbol(";"));
    CHECK(sql_tokens_without_comments("-- nothing", sqlite).empty());
}
