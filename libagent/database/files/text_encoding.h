#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace askdb::database {

enum class TextEncoding {
    utf8,
    broken_utf8,  ///< With bytes that are none, fewer than its characters beyond ASCII.
    utf16_little,
    utf16_big,
    windows_1252,
};

/// A byte order mark at the beginning, and the encoding that it stands for.
struct ByteOrderMark {
    TextEncoding encoding = TextEncoding::utf8;
    std::size_t bytes = 0;  ///< 0: there is none.
};
ByteOrderMark byte_order_mark(std::string_view beginning);

/// Looks at a file piece by piece: is all of it UTF-8?
class Utf8Check {
  public:
    void see(std::string_view piece);
    /// Whether all was, as far as it was seen.
    bool valid() const { return faults_ == 0; }
    /// Whether all was, and ended where a character ends.
    bool complete() const { return valid() && pending_ == 0; }
    /// Whether most of what is not ASCII was.
    bool mostly() const { return characters_ > faults_ + (pending_ > 0 ? 1 : 0); }

  private:
    void see_byte(unsigned char byte);
    void begin(unsigned char byte);

    std::uint64_t characters_ = 0;  ///< Beyond ASCII.
    std::uint64_t faults_ = 0;
    std::size_t pending_ = 0;                 ///< Continuation bytes that must follow.
    unsigned char low_ = 0x80, high_ = 0xBF;  ///< Between which the next one must lie.
};

/// Makes UTF-8 of a file's pieces. What UTF-16 cannot mean becomes U+FFFD.
class TextDecoder {
  public:
    explicit TextDecoder(TextEncoding encoding) : encoding_(encoding) {}
    /// Appends the text of `bytes`, which follow the last ones, to `text`.
    void append(std::string_view bytes, std::string& text);
    /// The file is at its end: appends what half a character becomes.
    void finish(std::string& text);

  private:
    void append_utf16(std::string_view bytes, std::string& text);
    void append_unit(unsigned unit, std::string& text);

    TextEncoding encoding_;
    bool has_half_ = false;
    unsigned char half_ = 0;  ///< The first byte of a unit whose second has not come yet.
    unsigned lead_ = 0;       ///< The first of a surrogate pair; 0: none waits.
};

}
