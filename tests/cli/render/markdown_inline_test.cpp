#include "cli/render/markdown_inline.h"

#include <catch2/catch.hpp>

using namespace askdb::cli;

namespace {

/// Runs as `{text}` with a letter for each style, plain text as it is.
std::string spelled(const StyledText& runs) {
    const std::pair<Style, char> letters[] = {{Style::strong, 'b'}, {Style::emphasis, 'i'},
                                              {Style::code, 'c'},   {Style::link, 'l'},
                                              {Style::dim, 'd'},    {Style::heading, 'h'}};
    std::string out;
    for (const StyledRun& run : runs) {
        if (run.styles.empty()) {
            out += run.text;
            continue;
        }
        for (const auto& [style, letter] : letters) {
            if (run.styles.has(style)) out += letter;
        }
        out += "{" + run.text + "}";
    }
    return out;
}

std::string read(std::string_view text, InlineEnd end = InlineEnd::closed) {
    return spelled(read_inline(text, {.end = end}).runs);
}

}

TEST_CASE("markdown inline: words are emphasised, code is not read", "[cli][markdown]") {
    CHECK(read("a **b** *c* __d__ _e_ ***f***") == "a b{b} i{c} b{d} i{e} bi{f}");
    CHECK(read("**a *b* c** *d **e** f*") == "b{a }bi{b}b{ c} i{d }bi{e}i{ f}");
    CHECK(read("**a *b***") == "b{a }bi{b}");
    CHECK(read("`a **b**` ``c`d`` `` ` ``") == "c{a **b**} c{c`d} c{`}");
    CHECK(read("~~a~~ ~b~") == "d{a} ~b~");
    CHECK(spelled(read_inline("a **b**", {.base = Style::heading}).runs) == "h{a }bh{b}");
    CHECK(read("这是**重点**内容") == "这是b{重点}内容");
}

TEST_CASE("markdown inline: links tell where they lead", "[cli][markdown]") {
    CHECK(read("[a *b*](http://x_y_z \"t\")!") == "l{a }il{b} d{(http://x_y_z)}!");
    CHECK(read("![alt](<a b.png>) [w](f(1))") == "l{alt} d{(a b.png)} l{w} d{(f(1))}");
    CHECK(read("[http://x](http://x) <https://y> [s](#a)") == "l{http://x} l{https://y} l{s}");
    for (const char* none : {"[a]", "[a] (b)", "[a](b", "a[1](2 3)", "[[[[a]]]](b", "<a b>", "!"})
        CHECK(read(none) == none);
}

TEST_CASE("markdown inline: escapes, entities and breaks", "[cli][markdown]") {
    CHECK(read("\\*a\\* \\d \\\\ &lt;b&gt; &amp;lt; &copy; c<br>d<br/>e") ==
          "*a* \\d \\ <b> &lt; &copy; c\nd\ne");
    CHECK(inline_words("**a**<br>`b` [c](d)") == "a b c (d)");
}

TEST_CASE("markdown inline: what is not decided waits, or counts as ending here",
          "[cli][markdown]") {
    for (const char* waiting : {"a **b", "a *", "a `b", "a [b](c", "a [b]", "a \\", "a &l", "a <b",
                                "a **b**", "a !", "a <http://x"}) {
        INFO(waiting);
        CHECK(read_inline(waiting, {.end = InlineEnd::open}).taken == 2);
    }
    CHECK(read_inline("a **b** ", {.end = InlineEnd::open}).taken == 8);
    CHECK(read("a **b *c", InlineEnd::pending) == "a b{b }bi{c}");
    CHECK(read("a `b*", InlineEnd::pending) == "a c{b*}");
    CHECK(read("a **", InlineEnd::pending) == "a ");
    CHECK(read("a [b](c", InlineEnd::pending) == "a [b](c");
    const std::string far = "**" + std::string(5'000, 'x');
    CHECK(read_inline(far, {.end = InlineEnd::open}).taken == far.size());
}
