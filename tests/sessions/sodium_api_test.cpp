#include "sessions/sodium_api.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("sodium: a missing library is named, with the command that installs it", "[cipher]") {
    const Result<SodiumApi> loaded = load_sodium_from("libsodium-that-is-not-there.so.23");

    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::usage);
    CHECK(loaded.error().message ==
          "cannot encrypt conversations: libsodium-that-is-not-there.so.23: it is not installed");
    CHECK(loaded.error().hint == "apt-get install libsodium23");
}

TEST_CASE("sodium: a library without its functions is refused", "[cipher]") {
    const Result<SodiumApi> loaded = load_sodium_from("libc.so.6");

    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().message.find("not the one that is needed") != std::string::npos);
}

}
