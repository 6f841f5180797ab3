#include "libagent/net/curl_api.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::net;

TEST_CASE("curl: a missing library is named, with the command that installs it", "[net]") {
    const Result<CurlApi> loaded = load_curl_from("libcurl-that-is-not-there.so.4");

    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::model);
    CHECK(loaded.error().message.starts_with("cannot load libcurl-that-is-not-there.so.4: "));
    CHECK(loaded.error().hint == "apt-get install libcurl4");
}

TEST_CASE("curl: a library without its functions is refused", "[net]") {
    const Result<CurlApi> loaded = load_curl_from("libc.so.6");

    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().message.find("too old") != std::string::npos);
}
