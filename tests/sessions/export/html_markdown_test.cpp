#include "sessions/export/html_markdown.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("HTML of Markdown: what Markdown means is there", "[sessions][export]") {
    CHECK(html_markdown("a *b* **c** `d` ~~e~~") ==
          "<p>a <em>b</em> <strong>c</strong> <code>d</code> <del>e</del></p>\n");
    CHECK(html_markdown("# a") == "<h3>a</h3>\n");
    CHECK(html_markdown("###### a") == "<h6>a</h6>\n");
    CHECK(html_markdown("3. a\n4. b") == "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n");
    CHECK(html_markdown("- [x] a\n- [ ] b") == "<ul><li>☑ a</li>\n<li>☐ b</li>\n</ul>\n");
    CHECK(html_markdown("```\nSELECT 1 < 2\n```") == "<pre><code>SELECT 1 &lt; 2\n</code></pre>\n");
    CHECK(html_markdown("```sql\nSELECT a < b\n```") ==
          "<pre><code><span class=\"k\">SELECT</span> a &lt; b\n</code></pre>\n");
    CHECK(html_markdown("| a | b |\n|---|--:|\n| 1 | 2 |") ==
          "<div class=\"wide\"><table>\n<thead><tr><th>a</th>\n<th class=\"number\">b</th>\n</tr>\n"
          "</thead>\n<tbody><tr><td>1</td>\n<td class=\"number\">2</td>\n</tr>\n</tbody>\n"
          "</table></div>\n");
    CHECK(html_markdown("") == "");
}

TEST_CASE("HTML of Markdown: raw HTML is text", "[sessions][export]") {
    CHECK(html_markdown("<script>alert(1)</script>") ==
          "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    CHECK(html_markdown("a <b onclick=\"x\">c</b> <!-- d -->").find("<b") == std::string::npos);
    CHECK(html_markdown("&#x202e; &lt; &euro;") == "<p>&amp;#x202e; &lt; &amp;euro;</p>\n");
}

TEST_CASE("HTML of Markdown: links lead to the web only", "[sessions][export]") {
    CHECK(html_markdown("[a](https://example.org/?a=1&b=\"2\")")
              .find("<a href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\"") !=
          std::string::npos);
    for (const char* address :
         {"javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd",
          "//example.org", "/x", "java\tscript:x", "vbscript:x"}) {
        INFO(address);
        const std::string html =
            html_markdown(std::string("[a](<") + address + ">) ![b](<" + address + ">)");
        CHECK(html.find("<a") == std::string::npos);
        CHECK(html.find("href") == std::string::npos);
    }
    const std::string picture = html_markdown("![chart](https://example.org/c.png)");
    CHECK(picture.find("<img") == std::string::npos);
    CHECK(picture.find(">chart</a>") != std::string::npos);
    const std::string nested =
        html_markdown("[![a](https://example.org/1)](https://example.org/2)");
    CHECK(nested.find("<a ") == nested.rfind("<a "));
}

}
