#include "cli/render/sql_highlight.h"

#include <catch2/catch.hpp>

using namespace askdb::cli;
using askdb::database::find_dialect;

namespace {

const Theme basic(ColorDepth::basic, Background::unknown);

/// Keywords as `<k:…>`, texts `<s:…>`, numbers `<n:…>`, comments `<c:…>`.
std::string spelled(std::string text) {
    const std::pair<Style, std::string> names[] = {{Style::keyword, "<k:"},
                                                   {Style::string, "<s:"},
                                                   {Style::number, "<n:"},
                                                   {Style::comment, "<c:"}};
    const auto replace = [&text](std::string_view from, const std::string& to) {
        for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
            text.replace(at, from.size(), to);
    };
    for (const auto& [style, name] : names) replace(basic.on(style), name);
    replace(basic.off(), ">");
    return text;
}

std::string highlighted(std::string_view sql, std::string_view dialect = "postgres",
                        std::size_t max_bytes = 0) {
    return spelled(highlighted_sql(sql, *find_dialect(dialect), basic, max_bytes));
}

}

TEST_CASE("sql highlight: keywords, texts, numbers and comments, laid out as they were",
          "[cli][theme]") {
    CHECK(highlighted("select  a.\"From\",\n\t'it''s' FROM t -- all\n where x = 1.5") ==
          "<k:select>  a.\"From\",\n\t<s:'it''s'> <k:FROM> t <c:-- all>\n <k:where> x = <n:1.5>");
}

TEST_CASE("sql highlight: what goes over lines is coloured in each", "[cli][theme]") {
    CHECK(highlighted("SELECT 'a\nb' /* c\n\nd */ + 1") ==
          "<k:SELECT> <s:'a>\n<s:b'> <c:/* c>\n\n<c:d */> + <n:1>");
    CHECK(highlighted("$x$ a\nb $x$ c") == "<s:$x$ a>\n<s:b $x$> c");
    CHECK(highlighted("'never\nends") == "<s:'never>\n<s:ends>");
    CHECK(highlighted("/*/ a\nb */ c") == "<c:/*/ a>\n<c:b */> c");
}

TEST_CASE("sql highlight: where nobody knows the quotes it still makes its best guess",
          "[cli][theme]") {
    CHECK(highlighted("SELECT `a`, '''x''' FROM t", "generic") ==
          "<k:SELECT> `a`, <s:'''x'''> <k:FROM> t");
}

TEST_CASE("sql highlight: nothing reaches the terminal raw", "[cli][theme]") {
    CHECK(highlighted("SELECT '\x1b[2J' \x07\r\nFROM \xff") ==
          "<k:SELECT> <s:'\\x1b[2J'> \\x07\n<k:FROM> \xEF\xBF\xBD");
    CHECK(highlighted_sql("SELECT '\x1b[2J'\n", *find_dialect("sqlite"), Theme()) ==
          "SELECT '\\x1b[2J'\n");
}

TEST_CASE("sql highlight: a long statement loses its middle, and says so", "[cli][theme]") {
    const std::string sql = "SELECT 1" + std::string(2'000, ' ') + "LIMIT 5";

    const std::string shown = highlighted(sql, "sqlite", 60);

    CHECK_THAT(shown, Catch::StartsWith("<k:SELECT> <n:1>  "));
    CHECK_THAT(shown, Catch::Contains("\n<c:… 1,955 bytes left out …>\n"));
    CHECK_THAT(shown, Catch::EndsWith("<k:LIMIT> <n:5>"));
    CHECK(highlighted("SELECT 1", "sqlite", 8) == "<k:SELECT> <n:1>");
}

TEST_CASE("sql highlight: a megabyte of anything takes linear time", "[cli][theme]") {
    const std::size_t size = 1u << 20;
    for (const std::string piece : {"'", "/*", "(", "a ", "'\n", "/*\n", "$$\n", "[", "\xff"}) {
        std::string sql;
        while (sql.size() < size) sql += piece;
        INFO(piece);
        CHECK(highlighted_sql(sql, *find_dialect("postgres"), basic).size() >= size);
    }
}
