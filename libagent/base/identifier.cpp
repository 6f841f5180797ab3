#include "libagent/base/identifier.h"

#include "libagent/base/ascii.h"

#include <utf8proc.h>

namespace askdb {
namespace {

enum class Letter { none, caseless, small, capital, digit };

struct NameCharacter {
    Letter letter = Letter::none;
    std::size_t bytes = 1;
    bool is_mark = false;  ///< An accent of the letter before.
};

Letter ascii_letter(char c) {
    if (c >= 'a' && c <= 'z') return Letter::small;
    if (c >= 'A' && c <= 'Z') return Letter::capital;
    return is_ascii_digit(c) ? Letter::digit : Letter::none;
}

/// What `text` begins with; none at its end.
NameCharacter first_name_character(std::string_view text) {
    if (text.empty()) return {};
    if (static_cast<unsigned char>(text.front()) < 0x80) return {ascii_letter(text.front())};
    utf8proc_int32_t value = -1;
    const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()), &value);
    if (taken < 1) return {Letter::caseless};
    const auto bytes = static_cast<std::size_t>(taken);
    switch (utf8proc_category(value)) {
        case UTF8PROC_CATEGORY_LL: return {Letter::small, bytes};
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LT: return {Letter::capital, bytes};
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME: return {Letter::caseless, bytes, true};
        default: return {Letter::caseless, bytes};
    }
}

/// Whether a word begins at `here`, right behind a letter or digit.
bool begins_inside(Letter before, Letter here, Letter next) {
    if ((before == Letter::digit) != (here == Letter::digit)) return true;
    if (here != Letter::capital) return false;
    return before == Letter::small || (before == Letter::capital && next == Letter::small);
}

}

std::vector<std::string_view> split_identifier(std::string_view name) {
    std::vector<std::string_view> words;
    std::size_t begin = 0;  // Of the word that is being read.
    const auto finish = [&](std::size_t end) {
        if (end > begin) words.push_back(name.substr(begin, end - begin));
        begin = end;
    };
    Letter before = Letter::none;
    for (std::size_t at = 0; at < name.size();) {
        const NameCharacter here = first_name_character(name.substr(at));
        const std::size_t end = at + here.bytes;
        const bool continues = here.is_mark && before != Letter::none;
        const Letter next = first_name_character(name.substr(end)).letter;
        if (here.letter == Letter::none) {
            finish(at);
            begin = end;
        } else if (!continues && before != Letter::none &&
                   begins_inside(before, here.letter, next)) {
            finish(at);
        }
        if (!continues) before = here.letter;
        at = end;
    }
    finish(name.size());
    return words;
}

}
