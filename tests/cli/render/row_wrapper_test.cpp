#include "cli/render/row_wrapper.h"

#include <catch2/catch.hpp>

using namespace askdb::cli;

namespace {

const Theme basic(ColorDepth::basic, Background::unknown);

std::string wrapped(std::string_view text, std::size_t width, std::size_t step = 1'000) {
    RowWrapper wrapper(basic, width);
    wrapper.begin({});
    for (std::size_t at = 0; at < text.size(); at += step)
        wrapper.add({.text = std::string(text.substr(at, step))});
    wrapper.end_row();
    return wrapper.take_rows();
}

}

TEST_CASE("row wrapper: rows end at words, long words and wide characters are parted",
          "[cli][markdown]") {
    for (const std::size_t step : {1u, 4u, 1000u}) {
        CHECK(wrapped("one two  three\nfour", 7, step) == "one two\nthree\nfour\n");
        CHECK(wrapped("a " + std::string(20, 'b') + " c", 8, step) ==
              "a\nbbbbbbbb\nbbbbbbbb\nbbbb c\n");
        CHECK(wrapped("a b", 1, step) == "a\nb\n");
        CHECK(wrapped(std::string(1'000, 'x'), 0, step) == std::string(1'000, 'x') + "\n");
    }
    CHECK(wrapped("a日本b", 3) == "a日\n本b\n");
    CHECK(wrapped("日本", 1) == "日\n本\n");
    CHECK(wrapped("", 5).empty());
}

TEST_CASE("row wrapper: each row is styled for itself, below its margin", "[cli][markdown]") {
    RowWrapper wrapper(basic, 8);
    wrapper.begin({.first = {{"- ", {}}}, .next = {{"  ", {}}}});

    wrapper.add({.text = "one two", .styles = Style::strong});
    wrapper.add({.text = " ", .styles = Style::plain});
    wrapper.add({.text = "tri", .styles = Style::strong});
    wrapper.end_row();

    CHECK(wrapper.take_rows() == "- \x1b[1mone\x1b[0m\n  \x1b[1mtwo\x1b[0m\n  \x1b[1mtri\x1b[0m\n");
    wrapper.begin({});
    wrapper.add({.text = "a b", .styles = Style::strong});
    wrapper.end_row();
    CHECK(wrapper.take_rows() == "\x1b[1ma b\x1b[0m\n");
}
