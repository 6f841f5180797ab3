#include "libagent/net/url.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::net;

namespace {

Url parsed_url(std::string_view text) {
    return parse_url(text).value_or_throw();
}

}

TEST_CASE("url: the host is what comes after the last @ of the authority", "[net]") {
    CHECK(parsed_url("http://localhost:80@evil.example:8080/x").host == "evil.example");
    CHECK(parsed_url("HTTPS://Api.Example.COM").host == "api.example.com");
    CHECK(parsed_url("http://[::1]:8080/").host == "::1");
    CHECK(parsed_url("http://h?@localhost").host == "h");
}

TEST_CASE("url: shown without user, password, query and fragment", "[net]") {
    CHECK(parsed_url("https://u:p@h:1/a/b?key=1#f").shown == "https://h:1/a/b");
    CHECK(parsed_url("http://[::1]:80").shown == "http://[::1]:80");
    CHECK(parsed_url("http://u@h").has_user);
    CHECK_FALSE(parsed_url("http://h/u@x").has_user);
}

TEST_CASE("url: loopback is this machine only", "[net]") {
    CHECK(parsed_url("http://localhost:1").is_loopback());
    CHECK(parsed_url("http://127.0.0.1").is_loopback());
    CHECK(parsed_url("http://127.9.9.9/").is_loopback());
    CHECK(parsed_url("http://[::1]/").is_loopback());
    CHECK_FALSE(parsed_url("http://127.0.0.1.example.com").is_loopback());
    CHECK_FALSE(parsed_url("http://localhost@10.0.0.1").is_loopback());
    CHECK_FALSE(parsed_url("http://[::2]/").is_loopback());
}

TEST_CASE("url: what is no web address is refused, without its password", "[net]") {
    CHECK_FALSE(parse_url(""));
    CHECK_FALSE(parse_url("localhost:11434/v1"));
    CHECK_FALSE(parse_url("ftp://host/"));
    CHECK_FALSE(parse_url("http:///path"));
    CHECK_FALSE(parse_url("http://[::1/"));
    CHECK_FALSE(parse_url("http://[::1].evil.example/"));
    CHECK_FALSE(parse_url("http://host/a\r\nX: 1"));
    const Result<Url> secret = parse_url("http://me:hunter2@host name/");
    REQUIRE_FALSE(secret);
    CHECK(secret.error().code == Errc::usage);
    CHECK(secret.error().message == "'http://host name/' is not an http or https URL");
}

TEST_CASE("url: a path is joined with one slash, before the query", "[net]") {
    const std::string_view path = "/chat/completions";
    CHECK(join_url("http://h/v1", path) == "http://h/v1/chat/completions");
    CHECK(join_url("http://h/v1//", path) == "http://h/v1/chat/completions");
    CHECK(join_url("http://h/v1/chat/completions", path) == "http://h/v1/chat/completions");
    CHECK(join_url("http://h/v1?a=b", path) == "http://h/v1/chat/completions?a=b");
}
