#include "libagent/results/writers/hex.h"

#include <algorithm>

namespace askdb::results {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view hex_mark = "\\x";

char high_digit(char byte) {
    return hex_digits[static_cast<unsigned char>(byte) >> 4];
}

char low_digit(char byte) {
    return hex_digits[static_cast<unsigned char>(byte) & 0xF];
}

}

void append_hex(OutputBuffer& out, std::string_view bytes) {
    out.append(hex_mark);
    for (const char byte : bytes) {
        const char digits[] = {high_digit(byte), low_digit(byte)};
        out.append(std::string_view(digits, sizeof digits));
    }
}

std::string hex_text(std::string_view bytes, std::size_t max_width) {
    std::string text(hex_mark);
    for (const char byte : bytes) {
        if (text.size() >= max_width) break;
        text += high_digit(byte);
        text += low_digit(byte);
    }
    return text.substr(0, max_width);
}

}
