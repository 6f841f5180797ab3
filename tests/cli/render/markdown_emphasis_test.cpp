#include "cli/render/markdown_emphasis.h"

#include <catch2/catch.hpp>

using namespace askdb::cli;

namespace {

std::string emphasised(std::string_view text, std::size_t step = 1'000) {
    MarkdownEmphasis emphasis;
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += step)
        out += emphasis.feed(text.substr(at, step));
    return out + emphasis.finish();
}

}

TEST_CASE("markdown emphasis: headings, strong words and code are bold, without markers", "[cli]") {
    const std::string_view text = "## The *best* **site**\n**Lyon** leads in `orders`.\n- **x**";

    CHECK(emphasised(text) ==
          "\x1b[1mThe *best* site\x1b[22m\n\x1b[1mLyon\x1b[22m leads in \x1b[1morders\x1b[22m.\n"
          "- \x1b[1mx\x1b[22m");
    for (const std::size_t step : {1, 2, 3, 5}) CHECK(emphasised(text, step) == emphasised(text));
}

TEST_CASE("markdown emphasis: what is no emphasis stays as it is", "[cli]") {
    for (const char* text :
         {"2 ** 3 ** 4", "a **b", "a `b", "* one\n* two", "#1 and #hash", "####### seven", "****",
          "```sql\nSELECT 2**3, `a` # x\n```\n", "  ~~~\n**a**\n  ~~~\n", "#", "``", "é **"}) {
        for (const std::size_t step : {1, 2, 1'000}) {
            INFO(text);
            CHECK(emphasised(text, step) == text);
        }
    }
}

TEST_CASE("markdown emphasis: words without markers are not held back", "[cli]") {
    MarkdownEmphasis emphasis;

    CHECK(emphasis.feed("There are") == "There are");
    CHECK(emphasis.feed(" 5 **or") == " 5 ");
    CHECK(emphasis.feed("ders**\n") == "\x1b[1morders\x1b[22m\n");
}
