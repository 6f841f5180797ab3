#include "sessions/export/html_text.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("HTML text: what HTML reads is escaped, what nobody sees is shown",
          "[sessions][export]") {
    CHECK(html_text("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    CHECK(html_text("a\nb\x1b") == "a\nb\\x1b");
    CHECK(html_text("\xff") == "\uFFFD");
}

TEST_CASE("HTML of SQL: strings, numbers, comments and words in capitals have their class",
          "[sessions][export]") {
    CHECK(html_sql("SELECT 'a<b', 12 FROM t -- x") ==
          "<span class=\"k\">SELECT</span> <span class=\"s\">&#39;a&lt;b&#39;</span>, "
          "<span class=\"n\">12</span> <span class=\"k\">FROM</span> t "
          "<span class=\"c\">-- x</span>");
    CHECK(html_sql("'never ends <") == "&#39;never ends &lt;");
    CHECK(html_sql("") == "");
}

}
