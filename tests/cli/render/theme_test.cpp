#include "cli/render/theme.h"

#include "cli/environment.h"
#include "cli/render/terminal.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

using namespace askdb::cli;

namespace {

constexpr Terminal colored = {.on_stdout = true, .color = true};

Environment environment_of(std::map<std::string, std::string, std::less<>> variables) {
    return Environment(std::move(variables));
}

/// As WCAG 2 defines it, from the three parts of a colour, 0 to 255.
double luminance(const std::array<int, 3>& color) {
    constexpr std::array weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (std::size_t i = 0; i < color.size(); ++i) {
        const double part = color[i] / 255.0;
        sum +=
            weights[i] * (part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/// What the sequence sets, as red, green and blue.
std::array<int, 3> color_in(std::string_view sequence) {
    const std::string text(sequence.substr(sequence.find("38;")));
    std::array<int, 3> color = {};
    if (std::sscanf(text.c_str(), "38;2;%d;%d;%dm", &color[0], &color[1], &color[2]) == 3)
        return color;
    int index = 0;
    REQUIRE(std::sscanf(text.c_str(), "38;5;%dm", &index) == 1);
    constexpr std::array steps = {0, 95, 135, 175, 215, 255};
    const auto place = static_cast<std::size_t>(index - 16);
    return {steps[place / 36], steps[place / 6 % 6], steps[place % 6]};
}

double contrast(double a, double b) {
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

}

TEST_CASE("theme: as many colours as the terminal promises, and none where none are wanted",
          "[cli][theme]") {
    const auto depth = [](std::map<std::string, std::string, std::less<>> variables) {
        return choose_theme(environment_of(std::move(variables)), colored, "").depth();
    };

    CHECK(depth({{"TERM", "xterm"}}) == ColorDepth::basic);
    CHECK(depth({{"TERM", "xterm-256color"}}) == ColorDepth::indexed);
    CHECK(depth({{"TERM", "tmux-256color"}, {"COLORTERM", "truecolor"}}) == ColorDepth::full);
    CHECK(depth({{"TERM", "xterm"}, {"COLORTERM", "24bit"}}) == ColorDepth::full);
    CHECK(depth({{"TERM", "screen"}, {"COLORTERM", "truecolor"}}) == ColorDepth::basic);
    CHECK(depth({{"TERM", "screen"}, {"COLORTERM", "truecolor"}, {"TMUX", "x"}}) ==
          ColorDepth::full);
    CHECK_FALSE(choose_theme(environment_of({}), colored, "none").paints());
    CHECK_FALSE(choose_theme(environment_of({}), Terminal{.color = true}, "dark").paints());
    CHECK_FALSE(choose_theme(environment_of({}), Terminal{.on_stdout = true}, "dark").paints());
}

TEST_CASE("theme: the background is as configured, else as COLORFGBG tells", "[cli][theme]") {
    const auto keyword = [](const char* colors, std::string_view configured) {
        const Environment environment = environment_of({{"COLORFGBG", colors}});
        return std::string(choose_theme(environment, colored, configured).on(Style::keyword));
    };
    const std::string dark(Theme(ColorDepth::basic, Background::dark).on(Style::keyword)),
        light(Theme(ColorDepth::basic, Background::light).on(Style::keyword)),
        unknown(Theme(ColorDepth::basic, Background::unknown).on(Style::keyword));

    CHECK(keyword("15;0", "auto") == dark);
    CHECK(keyword("15;default;8", "") == dark);
    CHECK(keyword("0;15", "") == light);
    CHECK(keyword("0;7", "") == light);
    CHECK(keyword("15;0", "light") == light);
    CHECK(keyword("", "dark") == dark);
    for (const char* nothing : {"", "15", "15;default", "0;99", "0;-1", "0;1x", ";"})
        CHECK(keyword(nothing, "auto") == unknown);
}

TEST_CASE("theme: its colours can be read on its background, or on any when that is unknown",
          "[cli][theme]") {
    constexpr double white = 1, black = 0, least = 3.5;
    for (const Background background : {Background::unknown, Background::dark, Background::light}) {
        for (const ColorDepth depth : {ColorDepth::indexed, ColorDepth::full}) {
            const Theme theme(depth, background);
            for (std::size_t i = 0; i < style_count; ++i) {
                const std::string_view on = theme.on(static_cast<Style>(i));
                if (on.find("38;") == std::string_view::npos) continue;
                INFO("style " << i << ", background " << static_cast<int>(background));
                const double light = luminance(color_in(on));
                if (background != Background::light) CHECK(contrast(light, black) > least);
                if (background != Background::dark) CHECK(contrast(light, white) > least);
            }
        }
    }
}

TEST_CASE("theme: painted text ends plain, and loses its paint again", "[cli][theme]") {
    const Theme theme(ColorDepth::basic, Background::unknown), none;

    CHECK(theme.paint(Style::warning, "a") == "\x1b[33ma\x1b[0m");
    CHECK(theme.paint(StyleSet(Style::strong).with(Style::emphasis), "a") ==
          "\x1b[1m\x1b[3ma\x1b[0m");
    CHECK(theme.paint(Style::plain, "a") == "a");
    CHECK(theme.paint(Style::strong, "").empty());
    CHECK(none.paint(Style::error, "a") == "a");
    CHECK(none.off().empty());
    CHECK(without_styles(theme.paint(Style::strong, "a") + "b\x1b[38;5;1mc") == "abc");
    CHECK(without_styles("\x1b[2Ja\x1b[") == "\x1b[2Ja\x1b[");
}
