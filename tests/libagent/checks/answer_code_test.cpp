#include "libagent/checks/answer_code.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string without_code(std::string text) {
    blank_code(text);
    return text;
}

std::string narrowed(std::string text) {
    narrow_digits(text);
    return text;
}

}

TEST_CASE("answer code: amounts within a line are read, names and statements are not", "[checks]") {
    CHECK(without_code("`816` orders") == " 816  orders");
    CHECK(without_code("``€1,200``") == "  €1,200  ");
    CHECK(without_code("`79 open`") == " 79 open ");
    for (const char* const code :
         {"`r1.total`", "`SELECT 5`", "`5 = 5`", "`col2`", "`COUNT(*)`", "`1_000`", "`A 4`"}) {
        INFO(code);
        CHECK(without_code(code).find_first_not_of(' ') == std::string::npos);
    }
    CHECK(without_code("a ` b 3") == "a ` b 3");
}

TEST_CASE("answer code: fenced blocks that show data are read", "[checks]") {
    std::string block = "So:\n```text\nopen  79\n```\nEnd";
    const std::vector<TextSpan> kept = blank_code(block);

    CHECK(block == "So:\n       \nopen  79\n   \nEnd");
    REQUIRE(kept.size() == 1);
    CHECK(block.substr(kept[0].begin, kept[0].end - kept[0].begin) == "\nopen  79\n");
    for (const char* const code :
         {"```sql\n79\n```", "```\nSELECT 79\n```", "```\nWITH a AS (SELECT 79 FROM b) x\n```",
          "```python\nn = 79\n```", "~~~\nx := 79;\n\n~~~", "```\n79"}) {
        INFO(code);
        CHECK(without_code(code).find("79") == std::string::npos);
    }
}

TEST_CASE("answer code: full-width digits become common ones in their place", "[checks]") {
    CHECK(narrowed("有８１６ orders") == "有      816 orders");
    CHECK(narrowed("８１，６００") == "            81,600");
    CHECK(narrowed("８，Ａ") == "  8，Ａ");
    CHECK(narrowed("12 ％") == "12 ％");
}

}
