#include "libagent/database/odbc/connection_string.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <tuple>

namespace askdb::database {
namespace {

Error bad_connection_string(std::string_view why) {
    return {.code = Errc::usage,
            .message = "the ODBC connection string is not understood: " + std::string(why),
            .hint = "Driver={PostgreSQL Unicode};Server=localhost;Database=shop;UID=me"};
}

/// `{…}` with `}` doubled, from its opening brace on; what it held, and where it ends.
std::pair<std::string, std::size_t> braced_value(std::string_view text) {
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '}') {
            if (i + 1 >= text.size() || text[i + 1] != '}') return {value, i + 1};
            ++i;
        }
        value += text[i];
    }
    return {{}, std::string_view::npos};
}

bool is_plain_value(std::string_view value) {
    constexpr std::string_view special = "[]{}(),;?*=!@ '\"\\";
    return value.find_first_of(special) == std::string_view::npos;
}

}

Result<ConnectionString> ConnectionString::parse(std::string_view text) {
    ConnectionString out;
    while (!(text = trim(text)).empty()) {
        if (text.front() == ';') {
            text.remove_prefix(1);
            continue;
        }
        const std::size_t equals = text.find_first_of("=;");
        if (equals == std::string_view::npos || text[equals] != '=' || equals == 0) {
            return bad_connection_string("a part of it is not 'key=value'");
        }
        const std::string key(trim(text.substr(0, equals)));
        text = trim(text.substr(equals + 1));
        std::string value;
        if (text.starts_with('{')) {
            std::size_t end = 0;
            std::tie(value, end) = braced_value(text);
            if (end == std::string_view::npos) {
                return bad_connection_string("a '{' of '" + visible(key) + "' has no '}'");
            }
            text = trim(text.substr(end));
            if (!text.empty() && text.front() != ';') {
                return bad_connection_string("after the '}' of '" + visible(key) +
                                             "' there is no ';'");
            }
        } else {
            value = trim(text.substr(0, text.find(';')));
            text.remove_prefix(std::min(text.size(), text.find(';')));
        }
        if (value.find('\0') != std::string::npos || key.find('\0') != std::string::npos) {
            return bad_connection_string("it holds a NUL");
        }
        out.pairs_.emplace_back(key, value);
    }
    return out;
}

const std::string* ConnectionString::find(std::string_view key) const {
    for (const auto& [name, value] : pairs_) {
        if (equal_ignoring_case(name, key)) return &value;
    }
    return nullptr;
}

void ConnectionString::set(std::string_view key, std::string_view value) {
    remove(key);
    pairs_.emplace_back(key, value);
}

void ConnectionString::set_default(std::string_view key, std::string_view value) {
    if (find(key) == nullptr) pairs_.emplace_back(key, value);
}

void ConnectionString::remove(std::string_view key) {
    std::erase_if(pairs_, [key](const auto& pair) { return equal_ignoring_case(pair.first, key); });
}

std::string ConnectionString::text() const {
    std::string out;
    for (const auto& [key, value] : pairs_) {
        out += key + "=";
        if (is_plain_value(value)) {
            out += value;
        } else {
            out += '{';
            for (const char c : value) out += c == '}' ? std::string("}}") : std::string(1, c);
            out += '}';
        }
        out += ';';
    }
    return out;
}

}
