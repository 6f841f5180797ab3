#include "libagent/models/vendors.h"

#include "libagent/models/protocol.h"
#include "libagent/net/url.h"

#include <catch2/catch.hpp>

#include <set>

using namespace askdb;
using namespace askdb::models;

TEST_CASE("vendors: each has a name of its own, a protocol and a URL", "[vendors]") {
    std::set<std::string_view> names;
    for (const Vendor& vendor : all_vendors()) {
        INFO(vendor.name);
        CHECK(names.insert(vendor.name).second);
        CHECK(find_protocol(vendor.protocol) != nullptr);
        const auto url = net::parse_url(vendor.base_url);
        REQUIRE(url);
        // A key travels encrypted; without one the server is this machine.
        CHECK(vendor.key_variable.empty() == url.value().is_loopback());
        CHECK((url.value().scheme == "https") == !vendor.key_variable.empty());
        CHECK_FALSE(vendor.base_url.ends_with('/'));
    }
}

TEST_CASE("vendors: found by their exact name only", "[vendors]") {
    REQUIRE(find_vendor("openai") != nullptr);
    CHECK(find_vendor("openai")->base_url_variable == "OPENAI_BASE_URL");
    CHECK(find_vendor("ollama")->key_variable.empty());
    CHECK(find_vendor("nobody") == nullptr);
    CHECK(find_vendor("") == nullptr);
}
