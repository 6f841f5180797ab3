#include "libagent/net/curl_errors.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::net;

TEST_CASE("curl errors: each is said in words and knows whether trying again may help", "[net]") {
    const Url url = parse_url("https://me:secret@api.example.com/v1?key=hidden").value_or_throw();

    const Error dns = describe_trouble({.code = CURLE_COULDNT_RESOLVE_HOST}, url);
    const Error tls =
        describe_trouble({.code = CURLE_PEER_FAILED_VERIFICATION, .detail = "expired\x1b[2J"}, url);
    const Error other = describe_trouble({.code = CURLE_HTTP2, .detail = "stream error"}, url);

    CHECK(dns.message ==
          "cannot reach 'https://api.example.com/v1': host name 'api.example.com' cannot be "
          "resolved");
    CHECK(dns.retryable);
    CHECK(tls.message ==
          "cannot reach 'https://api.example.com/v1': its certificate is not trusted: "
          "expired\\x1b[2J");
    CHECK_FALSE(tls.retryable);
    CHECK(tls.hint == "apt-get install ca-certificates");
    CHECK(other.message ==
          "no whole answer from 'https://api.example.com/v1': the connection broke: stream error");
}
