#include "libagent/database/url.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

namespace askdb::database {
namespace {

constexpr int highest_port = 65535;
constexpr unsigned char url_first_printable = 0x20;
constexpr unsigned char url_delete_character = 0x7f;

bool is_scheme_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-' || c == '.';
}

Error bad_url(std::string_view why) {
    return {.code = Errc::usage,
            .message = "the database's URL is not understood: " + std::string(why),
            .hint = "scheme://user@host:port/database"};
}

/// Nothing when a `%` is not followed by two hexadecimal digits, or a control character comes out.
std::optional<std::string> percent_decoded(std::string_view text) {
    constexpr std::size_t escape_size = 3;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char c = static_cast<unsigned char>(text[i]);
        if (c == '%') {
            constexpr int hexadecimal = 16;
            const std::string_view escape = text.substr(i, escape_size);
            const char* const end = escape.data() + escape.size();
            const auto [read, error] = std::from_chars(escape.data() + 1, end, c, hexadecimal);
            if (escape.size() != escape_size || error != std::errc{} || read != end) return {};
            i += escape_size - 1;
        }
        if (c < url_first_printable || c == url_delete_character) return {};
        out += static_cast<char>(c);
    }
    if (!is_valid_utf8(out)) return {};
    return out;
}

/// What stands before and behind the separator at `position`; npos: all, and nothing.
std::pair<std::string_view, std::string_view> cut_at(std::string_view text, std::size_t position) {
    if (position == std::string_view::npos) return {text, {}};
    return {text.substr(0, position), text.substr(position + 1)};
}

bool is_port(std::string_view text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port > 0 &&
           port <= highest_port;
}

std::optional<Error> read_host(std::string_view text, DatabaseUrl& url) {
    std::string_view host = text;
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return bad_url("a '[' of its host has no ']'");
        host = text.substr(1, end - 1);
        port = text.substr(end + 1);
        if (!port.empty() && !port.starts_with(':')) return bad_url("its port is not a number");
        if (!port.empty()) port.remove_prefix(1);
    } else {
        std::tie(host, port) = cut_at(text, text.find(':'));
    }
    if (!port.empty() && !is_port(port)) return bad_url("its port is not a number up to 65535");
    const auto decoded = percent_decoded(host);
    if (!decoded) return bad_url("its host is wrongly encoded");
    url.host = *decoded;
    url.port = port;
    return std::nullopt;
}

std::optional<Error> read_authority(std::string_view text, DatabaseUrl& url) {
    // The last '@': a password may hold one that was not encoded.
    const std::size_t at = text.rfind('@');
    if (at != std::string_view::npos) {
        const auto [user, password] = cut_at(text.substr(0, at), text.substr(0, at).find(':'));
        const auto plain_user = percent_decoded(user);
        const auto plain_password = percent_decoded(password);
        if (!plain_user || !plain_password) {
            return bad_url("its user or password is wrongly encoded");
        }
        url.user = *plain_user;
        url.password = *plain_password;
        text.remove_prefix(at + 1);
    }
    return read_host(text, url);
}

std::optional<Error> read_parameters(std::string_view text, DatabaseUrl& url) {
    for (const std::string& part : split(text, '&')) {
        if (part.empty()) continue;
        const auto [key, value] = cut_at(part, part.find('='));
        const auto plain_key = percent_decoded(key);
        const auto plain_value = percent_decoded(value);
        if (!plain_key || !plain_value) return bad_url("a parameter is wrongly encoded");
        url.parameters.emplace_back(*plain_key, *plain_value);
    }
    return std::nullopt;
}

}

std::string DatabaseUrl::shown() const {
    std::string out = scheme + "://";
    if (!user.empty()) out += user + "@";
    out += host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (!port.empty()) out += ":" + port;
    return visible(out + "/" + database);
}

bool looks_like_url(std::string_view text) {
    const std::size_t end = text.find("://");
    if (end == std::string_view::npos || end == 0) return false;
    return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end),
                       is_scheme_character);
}

Result<DatabaseUrl> parse_database_url(std::string_view text) {
    if (!looks_like_url(text)) return bad_url("it does not begin with 'scheme://'");
    DatabaseUrl url;
    const std::size_t scheme_end = text.find("://");
    url.scheme = lower_ascii(text.substr(0, scheme_end));
    text.remove_prefix(scheme_end + 3);
    const auto [address, parameters] = cut_at(text, text.find('?'));
    // A password may hold a '/' that was not encoded: the path begins after the last '@'.
    const std::size_t at = address.rfind('@');
    const auto [authority, database] =
        cut_at(address, address.find('/', at == std::string_view::npos ? 0 : at));
    if (auto error = read_authority(authority, url)) return std::move(*error);
    const auto plain_database = percent_decoded(database);
    if (!plain_database) return bad_url("its database is wrongly encoded");
    url.database = *plain_database;
    if (auto error = read_parameters(parameters, url)) return std::move(*error);
    return url;
}

}
