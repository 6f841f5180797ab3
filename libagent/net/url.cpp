#include "libagent/net/url.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::net {
namespace {

constexpr std::size_t longest_shown_url = 200;

bool is_url_byte(char c) {
    return c > ' ' && c != 0x7F && c != '\\';
}

bool is_loopback_v4(std::string_view host) {
    constexpr std::string_view digits_and_dots = "0123456789.";
    return host.starts_with("127.") && host.find_first_not_of(digits_and_dots) == host.npos;
}

/// The host of "host:port"; empty when there is none, or when the brackets of an IPv6 address do
/// not pair or are followed by more than a port.
std::string host_of_place(std::string_view place) {
    if (!place.starts_with('[')) return lower_ascii(place.substr(0, place.find(':')));
    const auto end = place.find(']');
    if (end == place.npos) return {};
    const bool ends_there = end + 1 == place.size() || place[end + 1] == ':';
    return ends_there ? lower_ascii(place.substr(1, end - 1)) : std::string();
}

Error not_a_url(std::string_view shown) {
    return Error{Errc::usage, fmt::format("'{}' is not an http or https URL", shown)};
}

}

bool Url::is_loopback() const {
    return host == "localhost" || host.ends_with(".localhost") || host == "::1" ||
           is_loopback_v4(host);
}

Result<Url> parse_url(std::string_view text) {
    const auto scheme_end = text.find("://");
    if (scheme_end == text.npos) return not_a_url("…");
    Url url{.scheme = lower_ascii(text.substr(0, scheme_end)),
            .host = {},
            .has_user = false,
            .shown = {}};
    if (url.scheme != "http" && url.scheme != "https") {
        return not_a_url(visible(clipped(url.scheme, longest_shown_url)) + "://…");
    }
    std::string_view rest = text.substr(scheme_end + 3);
    rest = rest.substr(0, rest.find_first_of("?#"));
    const std::string_view authority = rest.substr(0, rest.find('/'));
    const std::string_view path = rest.substr(authority.size());
    const auto at = authority.rfind('@');
    const std::string_view place = at == authority.npos ? authority : authority.substr(at + 1);
    url.has_user = at != authority.npos;
    url.host = host_of_place(place);
    url.shown = visible(
        clipped(url.scheme + "://" + std::string(place) + std::string(path), longest_shown_url));
    if (url.host.empty() || !std::all_of(text.begin(), text.end(), is_url_byte)) {
        return not_a_url(url.shown);
    }
    return url;
}

std::string join_url(std::string_view base, std::string_view path) {
    const auto query_begin = std::min(base.find_first_of("?#"), base.size());
    const std::string_view query = base.substr(query_begin);
    base = base.substr(0, query_begin);
    while (base.ends_with('/')) base.remove_suffix(1);
    std::string url(base);
    if (!base.ends_with(path)) url += path;
    return url += query;
}

}
