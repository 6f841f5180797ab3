#pragma once

#include "libagent/base/error.h"
#include "libagent/net/url.h"

#include <curl/curl.h>

#include <chrono>
#include <string>

namespace askdb::net {

/// How a transfer without a whole answer ended.
struct CurlTrouble {
    CURLcode code = CURLE_OK;
    int os_error = 0;         ///< errno of the connection attempt, or 0.
    std::string detail = {};  ///< libcurl's own words; may quote what the server sent.
    std::chrono::milliseconds connect_timeout{};
};

/// The same in a person's words.
Error describe_trouble(const CurlTrouble& trouble, const Url& url);

}
