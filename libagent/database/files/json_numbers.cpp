#include "libagent/database/files/json_numbers.h"

#include "libagent/base/ascii.h"

#include <algorithm>
#include <charconv>

namespace askdb::database {
namespace {

/// Behind the closing quote of the text that begins at `at`.
std::size_t end_of_text(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\') ++at;
    }
    return std::min(at + 1, json.size());
}

/// No number of fewer bytes without an exponent is beyond a double.
bool may_be_beyond(std::string_view number) {
    constexpr std::size_t digits_in_reach = 300;
    return number.size() > digits_in_reach || number.find_first_of("eE") != std::string_view::npos;
}

bool is_beyond_double(std::string_view number) {
    if (!may_be_beyond(number)) return false;
    double value = 0;
    const char* const end = number.data() + number.size();
    return std::from_chars(number.data(), end, value).ec == std::errc::result_out_of_range;
}

/// Fewer digits before the point, and an exponent of zeros.
void append_shortened(std::string_view number, std::string& out) {
    constexpr std::size_t most_digits = 20;
    const std::size_t whole_end = std::min(number.find_first_not_of("-0123456789"), number.size());
    const std::size_t exponent = std::min(number.find_first_of("eE"), number.size());
    out += number.substr(0, std::min(whole_end, most_digits));
    out += number.substr(whole_end, exponent - whole_end);
    for (const char c : number.substr(exponent)) out += is_ascii_digit(c) ? '0' : c;
}

}

LongNumbers shorten_numbers(std::string_view object, std::string& shortened) {
    LongNumbers found;
    std::size_t copied = 0, count = 0;
    for (std::size_t at = 0; at < object.size();) {
        if (object[at] == '"') {
            at = end_of_text(object, at);
        } else if (object[at] == '-' || is_ascii_digit(object[at])) {
            const std::size_t end =
                std::min(object.find_first_not_of("+-.0123456789eE", at), object.size());
            const std::string_view number = object.substr(at, end - at);
            if (is_beyond_double(number)) {
                shortened += object.substr(copied, at - copied);
                append_shortened(number, shortened);
                copied = end;
                found.emplace(count, number);
            }
            ++count;
            at = end;
        } else {
            ++at;
        }
    }
    if (!found.empty()) shortened += object.substr(copied);
    return found;
}

}
