#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace askdb::cli {

class Environment;
struct Terminal;

/// What a piece of text is; a Theme knows how that looks.
enum class Style : std::uint8_t {
    plain,
    dim,
    strong,
    emphasis,
    heading,
    code,
    link,
    keyword,
    string,
    number,
    comment,
    identifier,
    warning,
    error,
    prompt,
    status,
    null,
};
constexpr std::size_t style_count = static_cast<std::size_t>(Style::null) + 1;

/// Several at once: strong words in a heading.
class StyleSet {
  public:
    constexpr StyleSet() = default;
    constexpr StyleSet(Style style) { add(style); }

    constexpr void add(Style style) {
        if (style != Style::plain) bits_ |= bit(style);
    }
    constexpr bool has(Style style) const { return (bits_ & bit(style)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr StyleSet with(Style style) const {
        StyleSet both = *this;
        both.add(style);
        return both;
    }
    /// What the two have in common.
    constexpr StyleSet common(StyleSet other) const {
        StyleSet both;
        both.bits_ = bits_ & other.bits_;
        return both;
    }
    constexpr bool operator==(const StyleSet&) const = default;

  private:
    static constexpr std::uint32_t bit(Style style) {
        return std::uint32_t{1} << static_cast<unsigned>(style);
    }
    std::uint32_t bits_ = 0;
};

/// How many colours a terminal shows.
enum class ColorDepth { none, basic, indexed, full };

/// What the letters stand on. On `unknown`, all colours can be read on white and on black.
enum class Background { unknown, dark, light };

/// How styles look on one terminal. A value; immutable, so that threads may share it.
class Theme {
  public:
    Theme() = default;  ///< Of a terminal without colours: everything is plain.
    Theme(ColorDepth depth, Background background);

    /// Whether anything is painted at all.
    bool paints() const { return depth_ != ColorDepth::none; }
    ColorDepth depth() const { return depth_; }

    /// What switches a style on; empty when it looks like plain text.
    std::string_view on(Style style) const { return on_[static_cast<std::size_t>(style)]; }
    /// What switches all styles off; empty when nothing is painted.
    std::string_view off() const { return paints() ? "\x1b[0m" : ""; }

    /// `text`, which must be safe to show already, in its style, and nothing changed behind it.
    std::string paint(StyleSet styles, std::string_view text) const;

  private:
    ColorDepth depth_ = ColorDepth::none;
    std::array<std::string, style_count> on_;
};

/// The theme of stdout: none without a terminal there, or where Terminal::color says so; else as
/// many colours as TERM and COLORTERM promise, on the background that `configured` names ("dark",
/// "light"; "auto" or empty: what COLORFGBG tells). "none" paints nothing. Pure.
Theme choose_theme(const Environment& environment, const Terminal& terminal,
                   std::string_view configured);
/// The same where it is known whether colours are wanted: for stderr.
Theme choose_theme(const Environment& environment, bool color, std::string_view configured);

/// What `[terminal] theme` may be.
inline constexpr std::array<std::string_view, 4> theme_names = {"auto", "dark", "light", "none"};

/// `text` without the sequences that themes and tables put in (those of SGR: `ESC [ … m`).
std::string without_styles(std::string_view text);

}
