#include "libagent/base/utf8.h"

#include "libagent/base/text.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

namespace askdb {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct CodePoint {
    utf8proc_int32_t value;  ///< -1 for an invalid sequence.
    std::size_t bytes;       ///< At least 1.
};

CodePoint first_code_point(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {lead, 1};
    utf8proc_int32_t value = -1;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto taken = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &value);
    if (taken < 1) return {-1, 1};
    return {value, static_cast<std::size_t>(taken)};
}

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

struct CodePointRange {
    utf8proc_int32_t first, last;
};

template <std::size_t n>
bool is_in(utf8proc_int32_t c, const CodePointRange (&ranges)[n]) {
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [c](CodePointRange range) { return c >= range.first && c <= range.last; });
}

/// C1 controls, invisible and direction-changing characters: they could hide or reorder text, or
/// smuggle some past the reader. The two joiners stay: emoji, Persian and Hindi are made of them.
bool is_treacherous(utf8proc_int32_t c) {
    static constexpr CodePointRange ranges[] = {
        {0x80, 0x9F},     {0x61C, 0x61C},   {0x180E, 0x180E}, {0x200B, 0x200B}, {0x200E, 0x200F},
        {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
    };
    return is_in(c, ranges);
}

/// What terminals agree on, where utf8proc differs: spacing marks and the Arabic number signs take
/// a column, the vowels and finals of decomposed Korean none (they join the consonant before).
std::size_t columns_of(utf8proc_int32_t c) {
    static constexpr CodePointRange joining_jamo[] = {
        {0x1160, 0x11FF}, {0xD7B0, 0xD7C6}, {0xD7CB, 0xD7FB}};
    static constexpr CodePointRange number_signs[] = {
        {0x600, 0x605}, {0x6DD, 0x6DD}, {0x70F, 0x70F}, {0x890, 0x891}, {0x8E2, 0x8E2}};
    if (c < 0) return 1;  // Shown as U+FFFD.
    if (is_in(c, joining_jamo)) return 0;
    if (is_in(c, number_signs) || utf8proc_category(c) == UTF8PROC_CATEGORY_MC) return 1;
    return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(c)));
}

}

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const CodePoint c = first_code_point(text);
        if (c.value < 0) return false;
        text.remove_prefix(c.bytes);
    }
    return true;
}

std::string valid_utf8(std::string_view text) {
    if (is_valid_utf8(text)) return std::string(text);
    std::string out;
    while (!text.empty()) {
        const CodePoint c = first_code_point(text);
        out += c.value < 0 ? replacement : text.substr(0, c.bytes);
        text.remove_prefix(c.bytes);
    }
    return out;
}

std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    constexpr std::size_t longest_sequence = 4;
    for (std::size_t back = 0; back < longest_sequence && back <= max_bytes; ++back) {
        const std::size_t end = max_bytes - back;
        if (!is_continuation_byte(text[end])) return text.substr(0, end);
    }
    return text.substr(0, max_bytes);  // Not UTF-8 at all: any cut is as good.
}

std::string_view utf8_suffix(std::string_view text, std::size_t max_bytes) {
    std::size_t from = text.size() - std::min(max_bytes, text.size());
    while (from < text.size() && is_continuation_byte(text[from])) ++from;
    return text.substr(from);
}

std::string clipped(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return valid_utf8(text);
    return fmt::format("{}… ({} bytes in all)", valid_utf8(utf8_prefix(text, max_bytes)),
                       text.size());
}

std::size_t display_width(std::string_view text) {
    if (is_plain_ascii(text)) return text.size();
    std::size_t width = 0;
    while (!text.empty()) {
        const CodePoint c = first_code_point(text);
        width += columns_of(c.value);
        text.remove_prefix(c.bytes);
    }
    return width;
}

std::string_view display_prefix(std::string_view text, std::size_t max_width) {
    if (is_plain_ascii(text)) return text.substr(0, max_width);
    std::size_t fits = 0, width = 0;  // What is known to fit, up to the last whole character.
    utf8proc_int32_t before = -1, state = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = first_code_point(text.substr(at));
        const utf8proc_int32_t value = c.value < 0 ? 0xFFFD : c.value;
        if (before < 0 || utf8proc_grapheme_break_stateful(before, value, &state)) fits = at;
        width += columns_of(c.value);
        if (width > max_width) return text.substr(0, fits > 0 ? fits : at);
        before = value;
        at += c.bytes;
    }
    return text;
}

std::string visible(std::string_view text, bool keep_newlines) {
    if (is_plain_ascii(text)) return std::string(text);
    std::string out;
    while (!text.empty()) {
        const CodePoint c = first_code_point(text);
        if (c.value < 0) {
            out += replacement;
        } else if (keep_newlines && (c.value == '\n' || c.value == '\t')) {
            out += static_cast<char>(c.value);
        } else if (c.value == '\n') {
            out += "\\n";
        } else if (c.value == '\t') {
            out += "\\t";
        } else if (c.value == '\r') {
            out += "\\r";
        } else if (c.value < 0x20 || c.value == 0x7F) {
            out += fmt::format("\\x{:02x}", c.value);
        } else if (is_treacherous(c.value)) {
            out += c.value > 0xFFFF ? fmt::format("\\U{:08x}", c.value)
                                    : fmt::format("\\u{:04x}", c.value);
        } else {
            out += text.substr(0, c.bytes);
        }
        text.remove_prefix(c.bytes);
    }
    return out;
}

JsonEscape json_escape(std::string_view text) {
    constexpr utf8proc_int32_t del = 0x7F, last_of_one_unit = 0xFFFF;
    if (text.empty() || static_cast<unsigned char>(text.front()) < del) return {};
    const CodePoint c = first_code_point(text);
    if (c.value != del && !is_treacherous(c.value)) return {};
    if (c.value <= last_of_one_unit) return {c.bytes, fmt::format("\\u{:04x}", c.value)};
    const utf8proc_int32_t rest = c.value - last_of_one_unit - 1;  // RFC 8259, section 7.
    return {c.bytes,
            fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF))};
}

std::string json_safe(std::string_view json) {
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < json.size();) {
        const JsonEscape escape = json_escape(json.substr(at));
        if (escape.bytes > 0) {
            out.append(json, copied, at - copied).append(escape.text);
            copied = at + escape.bytes;
        }
        at += std::max<std::size_t>(escape.bytes, 1);
    }
    return out.append(json, copied);
}

std::string folded(std::string_view text) {
    const bool ascii = std::all_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) return lower_ascii(text);
    utf8proc_uint8_t* out = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
                                                        UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &out, options);
    if (length < 0) return lower_ascii(valid_utf8(text));
    std::string result(reinterpret_cast<const char*>(out), static_cast<std::size_t>(length));
    std::free(out);  // utf8proc allocates by malloc().
    return result;
}

}
