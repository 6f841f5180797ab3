#pragma once

namespace askdb {

/// 0 to 9, independent of the locale.
constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

}
