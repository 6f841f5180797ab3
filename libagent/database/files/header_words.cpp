#include "libagent/database/files/header_words.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace askdb::database {
namespace {

/// Alone, or at the end of a name of several words.
constexpr std::array<std::string_view, 20> last_words = {
    "id",     "name",   "title",       "date",  "time",    "type", "status",
    "code",   "number", "no",          "email", "phone",   "url",  "price",
    "amount", "key",    "description", "note",  "comment", "count"};

/// Alone: behind another word they may end a value ("Kansas City").
constexpr std::array<std::string_view, 20> lone_words = {
    "city",    "country",  "state",  "region",   "address", "street",    "category",
    "product", "customer", "person", "role",     "gender",  "color",     "currency",
    "label",   "value",    "tag",    "language", "brand",   "department"};

template <std::size_t count>
bool holds(const std::array<std::string_view, count>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_small_letter(char c) {
    return c >= 'a' && c <= 'z';
}

}

bool is_program_name(std::string_view text) {
    return !text.empty() && is_small_letter(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_small_letter(c) || is_ascii_digit(c) || c == '_'; });
}

bool is_usual_column_name(std::string_view text) {
    const std::string lower = lower_ascii(trim(text));
    const std::size_t gap = lower.find_last_of(" _-");
    const std::string_view last =
        std::string_view(lower).substr(gap == std::string::npos ? 0 : gap + 1);
    return holds(last_words, last) || (gap == std::string::npos && holds(lone_words, last));
}

}
