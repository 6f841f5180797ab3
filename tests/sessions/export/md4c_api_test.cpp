#include "sessions/export/md4c_api.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("md4c: a missing library is named, with what to do", "[sessions][export]") {
    const Result<Md4cApi> loaded = load_md4c_from("libmd4c-that-is-not-there.so.0");

    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::usage);
    CHECK(loaded.error().message ==
          "cannot export to HTML: libmd4c-that-is-not-there.so.0: it is not installed");
    CHECK(loaded.error().hint == "apt-get install libmd4c0; or another format: --format markdown");
}

TEST_CASE("md4c: a library without its function is refused", "[sessions][export]") {
    const Result<Md4cApi> loaded = load_md4c_from("libc.so.6");

    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().message.find("not the one that is needed") != std::string::npos);
}

}
