#pragma once

#include "libagent/base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::database {

/// `scheme://user:password@host:port/database?key=value&…`, every part decoded (RFC 3986).
struct DatabaseUrl {
    std::string scheme = {};  ///< In lower case.
    std::string user = {};
    std::string password = {};
    std::string host = {};  ///< An IPv6 address without its brackets.
    std::string port = {};  ///< 1 to 65535, or empty.
    std::string database = {};
    std::vector<std::pair<std::string, std::string>> parameters = {};

    /// For messages: without password and parameters, safe to print.
    std::string shown() const;
};

/// Whether the text begins like a URL: `letters://`.
bool looks_like_url(std::string_view text);

/// Errc::usage for what is no such URL, in words that repeat no password. Control characters are
/// refused in every part, encoded ones too. Pure.
Result<DatabaseUrl> parse_database_url(std::string_view text);

}
