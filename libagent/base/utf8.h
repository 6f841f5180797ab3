#pragma once

namespace askdb {

/// Whether a byte of UTF-8 goes on with a character, rather than being one or beginning it.
constexpr bool is_continuation_byte(char c) {
    constexpr unsigned char mask = 0xC0, continuation = 0x80;
    return (static_cast<unsigned char>(c) & mask) == continuation;
}

}
