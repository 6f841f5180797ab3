#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb {

/// ASCII only, independent of the locale.
std::string lower_ascii(std::string_view text);
std::string upper_ascii(std::string_view text);
/// Without case and accents (Unicode case folding, marks dropped).
std::string folded(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
/// Whether `word` is one of `words`, letter for letter.
bool among(std::span<const std::string_view> words, std::string_view word);
std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);

bool is_valid_utf8(std::string_view text);

/// The same text with every invalid byte sequence replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

/// The longest prefix of at most `max_bytes` bytes that does not cut a code point.
std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);

/// The longest suffix of at most `max_bytes` bytes that does not begin inside a code point.
std::string_view utf8_suffix(std::string_view text, std::size_t max_bytes);

/// `text` when it is short enough, else its prefix and "… (N bytes in all)"; valid UTF-8 either
/// way.
std::string clipped(std::string_view text, std::size_t max_bytes);

/// Terminal columns that `text` takes: wide characters two, combining ones none (Unicode 15).
std::size_t display_width(std::string_view text);

/// The longest prefix that takes at most `max_width` terminal columns and ends between two
/// characters as a person counts them: no accent, flag or joined emoji is cut apart, unless the
/// first one alone is wider.
std::string_view display_prefix(std::string_view text, std::size_t max_width);

/// Safe to show on a terminal: control characters, escape sequences, bidirectional overrides and
/// invisible characters become visible (`\x1b`, `\n`, `\u202e`, …), invalid UTF-8 becomes U+FFFD.
/// With `keep_newlines`, \n and \t stay.
std::string visible(std::string_view text, bool keep_newlines = false);

/// What JSON writes in place of the character that `text` begins with, when that is one which no
/// terminal should get as it is (those that visible() shows, from DEL on): `\u202e`, above U+FFFF a
/// pair of them. `bytes` is how many of `text` it stands for; 0: the character may stay.
struct JsonEscape {
    std::size_t bytes = 0;
    std::string text = {};
};
JsonEscape json_escape(std::string_view text);

/// The same JSON text, safe to show on a terminal: json_escape() for every character.
std::string json_safe(std::string_view json);

/// `text` with each stretch covered by `secrets` (those of 4 bytes and more) replaced by `***`;
/// secrets that contain or overlap each other leave nothing behind.
std::string redacted(std::string text, std::span<const std::string> secrets);

/// Edits (insert, delete, substitute, swap) between the two, ignoring ASCII case.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidates most like `name`, nearest first, at most `count`; none when nothing is near.
std::vector<std::string> nearest(std::string_view name, std::span<const std::string> candidates,
                                 std::size_t count = 3);

/// The hint for a name that is unknown: "did you mean 'a'?", "did you mean 'a', 'b'?", or
/// `otherwise` when there are no names.
std::string did_you_mean(std::span<const std::string> names, std::string_view otherwise = {});

/// "2,988".
std::string with_thousands(std::uint64_t number);

/// `'it''s'`: an SQL string literal in standard quoting.
std::string sql_literal(std::string_view text);

}
