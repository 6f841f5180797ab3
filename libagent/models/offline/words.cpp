#include "libagent/models/offline/words.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"
#include "libagent/models/offline/stem.h"

#include <algorithm>

namespace askdb::models::offline {
namespace {

bool is_word_byte(char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_ascii_digit);
}

/// Typographic quotation marks, dashes and no-break spaces as their ASCII cousins.
std::string plain_punctuation(std::string text) {
    static constexpr std::pair<std::string_view, std::string_view> signs[] = {
        {"\u201c", "\""}, {"\u201d", "\""}, {"\u00ab", "\""}, {"\u00bb", "\""}, {"\u2018", "'"},
        {"\u2019", "'"},  {"\u00a0", " "},  {"\u2013", "-"},  {"\u2014", " "},  {"\u00bf", " "}};
    for (const auto& [from, to] : signs) {
        for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
            text.replace(at, from.size(), to);
    }
    return text;
}

/// "2024-05-31" at `at`, as one word of its own.
bool iso_date_at(std::string_view text, std::size_t at) {
    constexpr std::size_t length = 10;
    if (at + length > text.size()) return false;
    const std::string_view date = text.substr(at, length);
    if (at + length < text.size() && is_word_byte(text[at + length])) return false;
    return all_digits(date.substr(0, 4)) && date[4] == '-' && all_digits(date.substr(5, 2)) &&
           date[7] == '-' && all_digits(date.substr(8, 2));
}

/// Length of the number at `at` ("1,000", "-2.5"), 0 when there is none.
std::size_t number_length(std::string_view text, std::size_t at) {
    constexpr std::size_t group = 3;
    std::size_t end = at;
    if (end < text.size() && text[end] == '-') ++end;
    const std::size_t digits = end;
    while (end < text.size() && is_ascii_digit(text[end])) ++end;
    if (end == digits) return 0;
    while (end + group < text.size() && text[end] == ',' &&
           all_digits(text.substr(end + 1, group)) &&
           (end + group + 1 == text.size() || !is_word_byte(text[end + group + 1])))
        end += group + 1;
    if (end + 1 < text.size() && text[end] == '.' && is_ascii_digit(text[end + 1])) {
        ++end;
        while (end < text.size() && is_ascii_digit(text[end])) ++end;
    }
    return end - at;
}

/// "2.5" with "k" gives "2500": the decimal point moves, no digit is lost.
std::string scaled(std::string number, std::size_t zeros) {
    const std::size_t point = number.find('.');
    std::string fraction;
    if (point != std::string::npos) {
        fraction = number.substr(point + 1);
        number.resize(point);
    }
    while (zeros > 0) {
        number += fraction.empty() ? '0' : fraction.front();
        if (!fraction.empty()) fraction.erase(0, 1);
        --zeros;
    }
    return fraction.empty() ? number : number + "." + fraction;
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(plain_punctuation(valid_utf8(text))) {}

    std::vector<Word> words() {
        while (at_ < text_.size() && words_.size() <= max_words) step();
        if (words_.size() > max_words) words_.clear();
        return std::move(words_);
    }

  private:
    void step() {
        const char c = text_[at_];
        const bool starts = at_ == 0 || !is_word_byte(text_[at_ - 1]);
        if (c == '"' || (c == '\'' && starts)) {
            if (take_quoted(c)) return;
        }
        if (starts && iso_date_at(text_, at_)) return add(WordKind::date, 10, {});
        if (starts && (is_ascii_digit(c) || (c == '-' && (at_ == 0 || text_[at_ - 1] == ' '))) &&
            take_number())
            return;
        if (is_word_byte(c)) return take_word();
        if (c == ',' || c == ';') return add(WordKind::comma, 1, ",");
        if (c == '&') return add(WordKind::word, 1, "and");  // "Smith & Sons".
        constexpr std::string_view odd = "%=<>+*/@#|^~";
        if (odd.find(c) != std::string_view::npos) return add(WordKind::odd, 1, {});
        ++at_;
    }

    void add(WordKind kind, std::size_t length, std::string plain) {
        std::string text = text_.substr(at_, length);
        if (plain.empty()) plain = kind == WordKind::word ? folded(text) : text;
        std::string stem = kind == WordKind::word ? stemmer_.stem(plain) : plain;
        words_.push_back({kind, std::move(text), std::move(plain), std::move(stem)});
        at_ += length;
    }

    bool take_quoted(char mark) {
        for (std::size_t end = at_ + 1; end < text_.size(); ++end) {
            if (text_[end] != mark) continue;
            if (mark == '\'' && end + 1 < text_.size() && is_word_byte(text_[end + 1])) continue;
            const std::string inside = text_.substr(at_ + 1, end - at_ - 1);
            if (inside.empty()) return false;
            words_.push_back({WordKind::quoted, inside, folded(inside), folded(inside)});
            at_ = end + 1;
            return true;
        }
        return false;
    }

    bool take_number() {
        const std::size_t length = number_length(text_, at_);
        if (length == 0) return false;
        std::size_t end = at_ + length;
        std::string plain = text_.substr(at_, length);
        std::erase(plain, ',');
        const char unit = end < text_.size() ? text_[end] : ' ';
        const bool alone = end + 1 >= text_.size() || !is_word_byte(text_[end + 1]);
        if (alone && (unit == 'k' || unit == 'K'))
            plain = scaled(plain, 3), ++end;
        else if (alone && (unit == 'M' || unit == 'm'))
            plain = scaled(plain, 6), ++end;
        else if (is_word_byte(unit))
            return false;  // "3rd", "2x4": a word.
        add(WordKind::number, end - at_, std::move(plain));
        return true;
    }

    void take_word() {
        std::size_t end = at_;
        while (end < text_.size() && is_word_byte(text_[end])) ++end;
        const bool apostrophe = end + 1 < text_.size() && text_[end] == '\'';
        const bool closed = end + 2 >= text_.size() || !is_word_byte(text_[end + 2]);
        const char after = apostrophe ? text_[end + 1] : ' ';
        if (apostrophe && closed && after == 't' && end - at_ > 2 && text_[end - 1] == 'n') {
            add(WordKind::word, end - 1 - at_, {});
            at_ += 1;
            words_.push_back({WordKind::word, "not", "not", "not"});
            at_ += 2;
            return;
        }
        add(WordKind::word, end - at_, {});
        if (apostrophe && closed && after == 's') at_ += 2;
    }

    std::string text_;
    std::size_t at_ = 0;
    std::vector<Word> words_;
    Stemmer stemmer_;
};

}

std::vector<Word> question_words(std::string_view question) {
    constexpr std::size_t longest_question = 4096;
    if (question.size() > longest_question) return {};
    return Scanner(question).words();
}

std::vector<std::string> value_words(std::string_view text) {
    std::vector<std::string> words;
    const std::string plain = folded(plain_punctuation(std::string(text)));
    const auto possessive_at = [&](std::size_t at) {
        return plain.compare(at, 2, "'s") == 0 &&
               (at + 2 >= plain.size() || !is_word_byte(plain[at + 2]));
    };
    for (std::size_t at = 0; at < plain.size();) {
        if (at > 0 && possessive_at(at) && is_word_byte(plain[at - 1]))
            at += 2;  // As in questions.
        std::size_t end = at;
        while (end < plain.size() && is_word_byte(plain[end])) ++end;
        if (end > at) words.push_back(plain.substr(at, end - at));
        if (end == at && end < plain.size() && plain[at] == '&') words.emplace_back("and");
        at = std::max(end, at + 1);
    }
    return words;
}

}
