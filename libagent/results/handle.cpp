#include "libagent/results/handle.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sql_tokens.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace askdb::results {
namespace {

bool is_word_byte(char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Adds the handle that is called so, where it is one and is not there.
void add_handle(std::vector<std::string>& handles, std::string_view name) {
    const std::size_t number = handle_number(name);
    if (number == 0) return;
    std::string handle = handle_of(number);
    if (std::find(handles.begin(), handles.end(), handle) == handles.end())
        handles.push_back(std::move(handle));
}

}

std::size_t handle_number(std::string_view handle) {
    if (handle.size() < 2 || handle[0] != 'r' || handle[1] == '0') return 0;
    std::size_t number = 0;
    const char* const end = handle.data() + handle.size();
    const auto [read, error] = std::from_chars(handle.data() + 1, end, number);
    return error == std::errc() && read == end ? number : 0;
}

std::string handle_of(std::size_t number) {
    return "r" + std::to_string(number);
}

std::vector<std::string> named_handles(std::string_view sql) {
    std::vector<std::string> handles;
    for (const database::SqlToken& token :
         database::sql_tokens(sql, *database::find_dialect("sqlite"))) {
        if (token.is_name()) add_handle(handles, token.identifier());
    }
    return handles;
}

std::vector<std::string> handles_in(std::string_view text) {
    std::vector<std::string> handles;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_word_byte(text[end])) ++end;
        add_handle(handles, lower_ascii(text.substr(at, end - at)));
        at = end + 1;
    }
    return handles;
}

}
