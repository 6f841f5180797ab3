#include "libagent/session/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

namespace askdb::session {

std::string new_session_id() {
    std::random_device entropy;
    std::array<std::uint32_t, 4> words{};
    for (std::uint32_t& word : words) word = entropy();
    words[1] = (words[1] & 0xFFFF0FFFu) | 0x00004000u;  // version 4
    words[2] = (words[2] & 0x3FFFFFFFu) | 0x80000000u;  // variant of RFC 9562
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16,
                       words[1] & 0xFFFFu, words[2] >> 16, words[2] & 0xFFFFu, words[3]);
}

bool is_session_id(std::string_view id) {
    constexpr std::size_t longest = 128;
    const auto is_letter_or_digit = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    const auto may_stand = [&](char c) {
        return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
    };
    return id.size() <= longest && std::all_of(id.begin(), id.end(), may_stand) &&
           std::any_of(id.begin(), id.end(), is_letter_or_digit);
}

}
