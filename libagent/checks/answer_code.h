#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace askdb::checks {

/// Puts blanks in place of the bytes from `begin` to before `end`; line ends stay.
void blank(std::string& text, std::size_t begin, std::size_t end);

/// A stretch of a text, in bytes.
struct TextSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Blanks the code of a Markdown text: statements, programs, names. What only shows data, as
/// `1,204 orders` in a line or a fenced table without a language, loses its marks alone. Returns
/// the fenced blocks that are kept so, in order.
std::vector<TextSpan> blank_code(std::string& text);

/// Writes full-width digits (８１６) as common ones at the end of the bytes that they take, with
/// blanks before: offsets stay.
void narrow_digits(std::string& text);

}
