#include "cli/repl/key_decoder.h"

#include "libagent/base/text.h"

#include <utility>

namespace askdb::cli::repl {
namespace {

constexpr char escape = '\x1b';
constexpr char delete_key = '\x7f';
/// The longest that a keyboard sends is about 12.
constexpr std::size_t longest_sequence = 32;
/// Answers to questions about colours and the like are longer.
constexpr std::size_t longest_answer = 4'096;
// https://invisible-island.net/xterm/xterm-paste64.html
constexpr std::string_view paste_begins = "\x1b[200~";
constexpr std::string_view paste_ends = "\x1b[201~";

unsigned char value_of(char byte) {
    return static_cast<unsigned char>(byte);
}

/// How many bytes the character takes that begins so; 0: none begins so.
std::size_t character_bytes(char first) {
    const unsigned char value = value_of(first);
    if (value < 0x80) return 1;
    if (value >= 0xc2 && value < 0xe0) return 2;
    if (value >= 0xe0 && value < 0xf0) return 3;
    return value >= 0xf0 && value < 0xf5 ? 4 : 0;
}

/// ESC ], ESC P, ESC X, ESC ^, ESC _: strings that only a terminal sends, not a keyboard.
bool is_string_of_terminal(std::string_view sequence) {
    return sequence.size() >= 2 &&
           std::string_view("]PX^_").find(sequence[1]) != std::string_view::npos;
}

bool ends_string(std::string_view sequence) {
    return sequence.ends_with('\a') || sequence.ends_with("\x1b\\");
}

/// Whether the escape sequence (ECMA-48, 5.4) is whole.
bool is_whole(std::string_view sequence) {
    if (sequence.size() < 2) return false;
    if (sequence[1] == '[') {
        const char last = sequence.back();
        const bool is_linux_function_key = sequence.size() == 3 && last == '[';
        return sequence.size() > 2 && !is_linux_function_key && value_of(last) >= 0x40 &&
               value_of(last) <= 0x7e;
    }
    if (sequence[1] == 'O') return sequence.size() == 3;
    // Alt and a character.
    const std::size_t bytes = character_bytes(sequence[1]);
    return bytes == 0 || sequence.size() - 1 >= bytes;
}

}

std::string as_typed(std::string_view text) {
    std::string typed;
    typed.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r') {
            typed += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        } else if (c == '\n' || c == '\t' || (value_of(c) >= 0x20 && c != delete_key)) {
            typed += c;
        }
    }
    return valid_utf8(typed);
}

void KeyDecoder::emit(Key::Kind kind, std::string text) {
    keys_.push_back({kind, std::move(text)});
}

void KeyDecoder::feed(std::string_view bytes) {
    for (const char byte : bytes) take(byte);
}

std::optional<Key> KeyDecoder::next() {
    if (keys_.empty()) return std::nullopt;
    Key key = std::move(keys_.front());
    keys_.pop_front();
    return key;
}

void KeyDecoder::settle() {
    if (!is_in_doubt()) return;
    // Alone, or with a key that also begins what a terminal says: Alt-P.
    if (held_[0] == escape && held_.size() <= 2 && is_valid_utf8(held_))
        emit(Key::Kind::bytes, held_);
    held_.clear();
}

void KeyDecoder::take(char byte) {
    if (in_paste_) return take_pasted(byte);
    const bool in_string = is_string_of_terminal(held_);
    if (byte == '\x03') {  // Whatever was on its way, this is what the person wants.
        held_.clear();
        return emit(Key::Kind::interrupt);
    }
    if (!held_.empty() && held_[0] == escape) {
        if (byte != escape || in_string) return take_escape(byte);
        settle();
    }
    if (byte == '\x1a') return emit(Key::Kind::suspend);
    if (byte == '\x0c') return emit(Key::Kind::redraw);
    if (byte == escape) {
        held_ = byte;
        return;
    }
    take_character(byte);
}

void KeyDecoder::take_escape(char byte) {
    held_ += byte;
    if (is_string_of_terminal(held_)) {
        if (ends_string(held_) || held_.size() > longest_answer) held_.clear();
        return;
    }
    if (held_.size() > longest_sequence) {
        held_.clear();
        return;
    }
    if (!is_whole(held_)) return;
    if (held_ == paste_begins) {
        in_paste_ = true;
        held_.clear();
        return;
    }
    if (held_ != paste_ends && is_valid_utf8(held_)) emit(Key::Kind::bytes, held_);
    held_.clear();
}

void KeyDecoder::take_character(char byte) {
    const bool goes_on = (value_of(byte) & 0xc0) == 0x80;
    if (goes_on == held_.empty()) {  // One that is broken off, or a rest without a beginning.
        held_.clear();
        if (goes_on) return;
    }
    held_ += byte;
    const std::size_t bytes = character_bytes(held_[0]);
    if (bytes != 0 && held_.size() < bytes) return;
    if (bytes != 0 && byte != '\0' && is_valid_utf8(held_)) emit(Key::Kind::bytes, held_);
    held_.clear();
}

void KeyDecoder::take_pasted(char byte) {
    if (byte == '\x03') {  // The end of it is lost, or nobody wants it any more.
        in_paste_ = is_too_much_ = false;
        pasted_.clear();
        held_.clear();
        return emit(Key::Kind::interrupt);
    }
    // The tail that may be the end mark is kept apart, so that a text at the limit still ends.
    held_ += byte;
    if (held_ == paste_ends) {
        in_paste_ = false;
        held_.clear();
        if (std::exchange(is_too_much_, false)) return emit(Key::Kind::too_much);
        std::string text = as_typed(pasted_);
        pasted_.clear();
        while (text.ends_with('\n')) text.pop_back();
        if (!text.empty()) emit(Key::Kind::paste, std::move(text));
        return;
    }
    while (!held_.empty() && !paste_ends.starts_with(held_)) {
        is_too_much_ = is_too_much_ || pasted_.size() >= most_pasted_bytes;
        if (is_too_much_) {
            pasted_ = {};
        } else {
            pasted_ += held_[0];
        }
        held_.erase(0, 1);
    }
}

}
