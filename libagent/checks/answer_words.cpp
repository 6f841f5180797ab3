#include "libagent/checks/answer_words.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"

namespace askdb::checks {
namespace {

constexpr unsigned char first_beyond_ascii = 0x80;

/// Without the marks of U+00C0 to U+00FF; other letters go the long way.
std::string folded_latin(std::string_view word) {
    // Blanks are for those that have another spelling, as ß.
    constexpr std::string_view latin =
        "aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy y";
    constexpr char latin_lead = '\xC3';
    std::string out;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char c = word[i];
        if (static_cast<unsigned char>(c) < first_beyond_ascii) {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            continue;
        }
        if (c != latin_lead || i + 1 >= word.size()) return folded(word);
        const char base =
            latin[(static_cast<unsigned char>(word[++i]) - first_beyond_ascii) % latin.size()];
        if (base == ' ') return folded(word);
        out += base;
    }
    return out;
}

bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}

std::size_t letter_length(std::string_view text, std::size_t i) {
    if (i >= text.size()) return 0;
    if (is_ascii_letter(text[i])) return 1;
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < first_beyond_ascii) return 0;
    // By blocks, not by category: Latin-1's signs (U+0080 to U+00BF, × and ÷) and all of U+2000 to
    // U+2FFF are punctuation and symbols.
    std::size_t length = 0;
    if (lead >= 0xC3 && lead <= 0xDF) length = 2;
    if (lead == 0xE1 || (lead >= 0xE3 && lead <= 0xED)) length = 3;
    if (length == 0 || i + length > text.size()) return 0;
    const std::string_view letter = text.substr(i, length);
    return letter == "×" || letter == "÷" ? 0 : length;
}

std::size_t space_length(std::string_view text, std::size_t i) {
    if (i >= text.size()) return 0;
    if (text[i] == ' ' || text[i] == '\t') return 1;
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\u00A0")) return 2;
    return rest.starts_with("\u202F") || rest.starts_with("\u2009") ? 3 : 0;
}

bool is_inside_word(std::string_view text, std::size_t i) {
    if (i == 0) return false;
    if (is_ascii_digit(text[i - 1]) || text[i - 1] == '_' || is_ascii_letter(text[i - 1]))
        return true;
    for (const std::size_t length : {std::size_t{2}, std::size_t{3}}) {
        if (i >= length && letter_length(text, i - length) == length) return true;
    }
    return false;
}

std::string folded_word(std::string_view word) {
    std::string out(word);
    for (char& c : out) {
        if (static_cast<unsigned char>(c) >= first_beyond_ascii) return folded_latin(word);
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        while (const std::size_t length = letter_length(text, i)) i += length;
        if (i == begin) {
            ++i;
            continue;
        }
        words.push_back({begin, i, folded_word(text.substr(begin, i - begin))});
    }
    return words;
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || is_ascii_digit(c) ||
           static_cast<unsigned char>(c) >= first_beyond_ascii;
}

bool in_list(std::string_view list, std::string_view word) {
    if (word.empty()) return false;
    for (std::size_t at = list.find(word); at != std::string_view::npos;
         at = list.find(word, at + 1)) {
        const bool begins = at == 0 || list[at - 1] == ' ';
        const bool ends = at + word.size() == list.size() || list[at + word.size()] == ' ';
        if (begins && ends) return true;
    }
    return false;
}

}
