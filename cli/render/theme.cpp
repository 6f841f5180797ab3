#include "cli/render/theme.h"

#include "cli/environment.h"
#include "cli/render/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace askdb::cli {
namespace {

struct Rgb {
    int red = 0, green = 0, blue = 0;
};

/// How one style looks: SGR parameters that every terminal has, and a colour for each depth.
struct Ink {
    std::string_view attributes = {};  ///< "1" bold, "2" dim, "3" italic, "4" underlined.
    std::string_view basic = {};       ///< One of the 16 that the user's own palette defines.
    Rgb color = {};                    ///< Of the other depths; used when `basic` is not empty.
};

/// The colours of one background.
struct Palette {
    Ink heading, code, keyword, string, number, warning, error, prompt;
};

// Of the middle: at least 3.5 : 1 against white and against black (WCAG 2, a test computes it).
constexpr Palette on_any = {
    .heading = {"1", "36", {0x00, 0x87, 0xaf}},
    .code = {"", "36", {0x00, 0x87, 0xaf}},
    .keyword = {"1", "35", {0xaf, 0x5f, 0xaf}},
    .string = {"", "32", {0x5f, 0x87, 0x00}},
    .number = {"", "36", {0x00, 0x87, 0xaf}},
    .warning = {"", "33", {0xd7, 0x5f, 0x00}},
    .error = {"", "31", {0xd7, 0x00, 0x00}},
    .prompt = {"1", "32", {0x5f, 0x87, 0x00}},
};

constexpr Palette on_dark = {
    .heading = {"1", "96", {0x5f, 0xd7, 0xff}},
    .code = {"", "96", {0x87, 0xd7, 0xd7}},
    .keyword = {"1", "95", {0xd7, 0x87, 0xff}},
    .string = {"", "92", {0xaf, 0xd7, 0x5f}},
    .number = {"", "96", {0x5f, 0xd7, 0xd7}},
    .warning = {"", "93", {0xff, 0xd7, 0x5f}},
    .error = {"", "91", {0xff, 0x5f, 0x5f}},
    .prompt = {"1", "92", {0x87, 0xd7, 0x5f}},
};

constexpr Palette on_light = {
    .heading = {"1", "34", {0x00, 0x5f, 0xaf}},
    .code = {"", "34", {0x00, 0x5f, 0x87}},
    .keyword = {"1", "35", {0x87, 0x00, 0x87}},
    .string = {"", "32", {0x00, 0x5f, 0x00}},
    .number = {"", "34", {0x00, 0x5f, 0xaf}},
    .warning = {"1", "31", {0xaf, 0x5f, 0x00}},
    .error = {"", "31", {0xaf, 0x00, 0x00}},
    .prompt = {"1", "32", {0x00, 0x5f, 0x00}},
};

const Palette& palette_of(Background background) {
    switch (background) {
        case Background::unknown: return on_any;
        case Background::dark: return on_dark;
        case Background::light: return on_light;
    }
    return on_any;
}

Ink ink_of(Style style, const Palette& palette) {
    switch (style) {
        case Style::plain:
        case Style::identifier: return {};
        case Style::dim:
        case Style::comment:
        case Style::status:
        case Style::null: return {.attributes = "2"};
        case Style::strong: return {.attributes = "1"};
        case Style::emphasis: return {.attributes = "3"};
        case Style::link: return {.attributes = "4"};
        case Style::heading: return palette.heading;
        case Style::code: return palette.code;
        case Style::keyword: return palette.keyword;
        case Style::string: return palette.string;
        case Style::number: return palette.number;
        case Style::warning: return palette.warning;
        case Style::error: return palette.error;
        case Style::prompt: return palette.prompt;
    }
    return {};
}

/// The place of a colour's part on the six steps of xterm's cube: 0, 95, 135, 175, 215, 255.
int cube_step(int part) {
    constexpr int first_middle = 48, second_middle = 115, second_step = 95, step = 40;
    if (part < first_middle) return 0;
    if (part < second_middle) return 1;
    return (part - second_step + step / 2) / step + 1;
}

int indexed_color(Rgb color) {
    constexpr int cube = 16, side = 6;
    return cube + side * side * cube_step(color.red) + side * cube_step(color.green) +
           cube_step(color.blue);
}

std::string sgr_of(const Ink& ink, ColorDepth depth) {
    std::string parameters(ink.attributes);
    if (!ink.basic.empty()) {
        if (!parameters.empty()) parameters += ';';
        if (depth == ColorDepth::basic) parameters += ink.basic;
        if (depth == ColorDepth::indexed)
            parameters += fmt::format("38;5;{}", indexed_color(ink.color));
        if (depth == ColorDepth::full)
            parameters +=
                fmt::format("38;2;{};{};{}", ink.color.red, ink.color.green, ink.color.blue);
    }
    return parameters.empty() ? std::string() : fmt::format("\x1b[{}m", parameters);
}

ColorDepth depth_of(const Environment& environment) {
    const std::string term = environment.get("TERM"), color = environment.get("COLORTERM");
    // GNU screen hands COLORTERM on from around it, and misreads what comes then; tmux does not.
    const bool is_screen = term.starts_with("screen") && environment.get("TMUX").empty();
    if (!is_screen && (color == "truecolor" || color == "24bit")) return ColorDepth::full;
    const bool has_many = term.find("256color") != std::string::npos || term.ends_with("-direct") ||
                          term == "xterm-kitty" || term == "alacritty";
    return has_many ? ColorDepth::indexed : ColorDepth::basic;
}

/// COLORFGBG is "15;0" or "0;default;15": the last one is the background, of the 16 colours.
Background background_of(const Environment& environment) {
    const std::string colors = environment.get("COLORFGBG");
    const std::size_t last = colors.rfind(';');
    if (last == std::string::npos) return Background::unknown;
    int color = -1;
    const char* const end = colors.data() + colors.size();
    const auto read = std::from_chars(colors.data() + last + 1, end, color);
    constexpr int white = 7, gray = 8, brightest = 15;
    if (read.ec != std::errc() || read.ptr != end || color < 0 || color > brightest)
        return Background::unknown;
    return color < white || color == gray ? Background::dark : Background::light;
}

}

Theme::Theme(ColorDepth depth, Background background) : depth_(depth) {
    if (depth == ColorDepth::none) return;
    for (std::size_t i = 0; i < style_count; ++i)
        on_[i] = sgr_of(ink_of(static_cast<Style>(i), palette_of(background)), depth);
}

std::string Theme::paint(StyleSet styles, std::string_view text) const {
    std::string out;
    if (!paints() || styles.empty() || text.empty()) return out.append(text);
    for (std::size_t i = 0; i < style_count; ++i) {
        if (styles.has(static_cast<Style>(i))) out += on_[i];
    }
    const bool is_painted = !out.empty();
    out += text;
    return is_painted ? out.append(off()) : out;
}

Theme choose_theme(const Environment& environment, const Terminal& terminal,
                   std::string_view configured) {
    return choose_theme(environment, terminal.color_on_stdout(), configured);
}

Theme choose_theme(const Environment& environment, bool color, std::string_view configured) {
    if (!color || configured == "none") return {};
    Background background = background_of(environment);
    if (configured == "dark") background = Background::dark;
    if (configured == "light") background = Background::light;
    return {depth_of(environment), background};
}

std::string without_styles(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t begin = std::min(text.find("\x1b["), text.size());
        out += text.substr(0, begin);
        text.remove_prefix(begin);
        if (text.empty()) break;
        constexpr std::size_t introducer = 2;
        const std::size_t end = text.find_first_not_of("0123456789;", introducer);
        const bool is_style = end != std::string_view::npos && text[end] == 'm';
        if (!is_style) out += text.substr(0, introducer);
        text.remove_prefix(is_style ? end + 1 : introducer);
    }
    return out;
}

}
