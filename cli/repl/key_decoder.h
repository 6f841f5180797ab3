#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli::repl {

/// One key as a terminal sends it.
struct Key {
    enum class Kind {
        bytes,      ///< A character in UTF-8, or a whole escape sequence.
        paste,      ///< A pasted text: lines end with \n, and no other control character but \t.
        interrupt,  ///< Ctrl-C.
        suspend,    ///< Ctrl-Z.
        redraw,     ///< Ctrl-L.
        too_much,   ///< A pasted text that was longer than most_pasted_bytes, without the text.
    };
    Kind kind = Kind::bytes;
    std::string text = {};

    bool operator==(const Key&) const = default;
};

/// Most bytes of one pasted text; what is longer is refused whole.
inline constexpr std::size_t most_pasted_bytes = 1u << 20;

/// Cuts what a terminal sends into keys, in whatever pieces it comes: whole characters, whole
/// escape sequences, pasted texts (bracketed paste). What no keyboard sends (broken UTF-8, answers
/// of a terminal that nobody asked, endless sequences) is dropped. Pure.
class KeyDecoder {
  public:
    void feed(std::string_view bytes);
    std::optional<Key> next();

    /// Whether the last bytes may be the beginning of a key: an escape that stands alone, most
    /// often. A paste is no such thing.
    bool is_in_doubt() const { return !held_.empty() && !in_paste_; }
    /// The rest does not come: the escape key it was.
    void settle();

  private:
    void take(char byte);
    void take_escape(char byte);
    void take_character(char byte);
    void take_pasted(char byte);
    void emit(Key::Kind kind, std::string text = {});

    std::deque<Key> keys_;
    std::string held_;  ///< Of a key that is not whole.
    bool in_paste_ = false;
    std::string pasted_;
    bool is_too_much_ = false;  ///< What is pasted; `pasted_` is empty then.
};

/// `text` as a line editor takes it: lines end with \n, no control character but \t, valid UTF-8.
std::string as_typed(std::string_view text);

}
