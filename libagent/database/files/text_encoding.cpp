#include "libagent/database/files/text_encoding.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace askdb::database {
namespace {

constexpr unsigned replacement_point = 0xFFFD;

/// https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT, 80 to 9F; the five
/// that it leaves open are control characters, as in Latin-1.
constexpr std::array<std::uint16_t, 32> windows_upper = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void append_point(unsigned point, std::string& text) {
    constexpr unsigned one_byte = 0x80, two_bytes = 0x800, three_bytes = 0x10000;
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80 | ((point >> shift) & 0x3F));
    };
    if (point < one_byte) {
        text += static_cast<char>(point);
    } else if (point < two_bytes) {
        text += static_cast<char>(0xC0 | (point >> 6));
        tail(0);
    } else if (point < three_bytes) {
        text += static_cast<char>(0xE0 | (point >> 12));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0 | (point >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// How many bytes at the beginning are ASCII; in steps of eight, then one by one.
std::size_t ascii_prefix(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (word & high_bits) break;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
    return at;
}

}

ByteOrderMark byte_order_mark(std::string_view beginning) {
    if (beginning.starts_with("\xEF\xBB\xBF")) return {TextEncoding::utf8, 3};
    if (beginning.starts_with("\xFF\xFE")) return {TextEncoding::utf16_little, 2};
    if (beginning.starts_with("\xFE\xFF")) return {TextEncoding::utf16_big, 2};
    return {};
}

// The table 3-7 of the Unicode standard: which second byte may follow which first one.
void Utf8Check::begin(unsigned char byte) {
    low_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
    high_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
    if (byte >= 0xC2 && byte <= 0xF4) {
        pending_ = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    } else if (byte >= 0x80) {
        ++faults_;
    }
}

void Utf8Check::see_byte(unsigned char byte) {
    if (pending_ == 0) return begin(byte);
    if (byte < low_ || byte > high_) {
        ++faults_;
        pending_ = 0;
        return begin(byte);  // It may begin the next one.
    }
    if (--pending_ == 0) ++characters_;
    low_ = 0x80;
    high_ = 0xBF;
}

void Utf8Check::see(std::string_view piece) {
    while (!piece.empty()) {
        if (pending_ == 0) {
            piece.remove_prefix(ascii_prefix(piece));
            if (piece.empty()) return;
        }
        see_byte(static_cast<unsigned char>(piece.front()));
        piece.remove_prefix(1);
    }
}

void TextDecoder::append(std::string_view bytes, std::string& text) {
    if (encoding_ == TextEncoding::utf8 || encoding_ == TextEncoding::broken_utf8) {
        text += bytes;
    } else if (encoding_ == TextEncoding::windows_1252) {
        constexpr unsigned first_upper = 0x80, latin_again = 0xA0;
        for (const char c : bytes) {
            const unsigned byte = static_cast<unsigned char>(c);
            const bool is_mapped = byte >= first_upper && byte < latin_again;
            append_point(is_mapped ? windows_upper[byte - first_upper] : byte, text);
        }
    } else {
        append_utf16(bytes, text);
    }
}

void TextDecoder::append_utf16(std::string_view bytes, std::string& text) {
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        has_half_ = !has_half_;
        if (has_half_) {
            half_ = byte;
            continue;
        }
        const bool is_big = encoding_ == TextEncoding::utf16_big;
        append_unit(is_big ? half_ * 256u + byte : byte * 256u + half_, text);
    }
}

void TextDecoder::append_unit(unsigned unit, std::string& text) {
    constexpr unsigned first_lead = 0xD800, first_tail = 0xDC00, after_tail = 0xE000;
    constexpr unsigned first_beyond = 0x10000;
    const bool is_tail = unit >= first_tail && unit < after_tail;
    if (lead_ != 0) {
        const unsigned lead = lead_;
        lead_ = 0;
        if (is_tail) {
            append_point(first_beyond + ((lead - first_lead) << 10) + (unit - first_tail), text);
            return;
        }
        append_point(replacement_point, text);
    }
    if (unit >= first_lead && unit < first_tail) {
        lead_ = unit;
    } else {
        append_point(is_tail ? replacement_point : unit, text);
    }
}

void TextDecoder::finish(std::string& text) {
    if (lead_ != 0 || has_half_) append_point(replacement_point, text);
    lead_ = 0;
    has_half_ = false;
}

}
