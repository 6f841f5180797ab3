#pragma once

#include "libagent/base/result.h"

#include <string>
#include <string_view>

namespace askdb::net {

/// What we need to know of a web address; the transfer itself gets the text as it was given.
struct Url {
    std::string scheme;  ///< "http" or "https".
    std::string host;    ///< Lower case; an IPv6 address without its brackets.
    bool has_user;       ///< A user, or a password, stands before the host.
    std::string shown;   ///< For messages: no user, password, query or fragment; safe to print.

    bool is_loopback() const;
};

/// Takes absolute http and https addresses without spaces and control characters; the rest is
/// Errc::usage, in words that repeat no password.
Result<Url> parse_url(std::string_view text);

/// `base` with `path` ("/chat/completions") after its own path and before its query, with one
/// slash between. A base that ends with `path` already stays.
std::string join_url(std::string_view base, std::string_view path);

}
