#include "libagent/session/store.h"

#include <catch2/catch.hpp>

namespace askdb::session {

TEST_CASE("session id: a random UUID of version 4", "[session]") {
    const std::string id = new_session_id();

    CHECK(id.size() == 36);
    CHECK(id[14] == '4');
    CHECK(std::string("89ab").find(id[19]) != std::string::npos);
    CHECK(id != new_session_id());
    CHECK(is_session_id(id));
}

TEST_CASE("session id: what may be a name, and part of a file's name", "[session]") {
    CHECK(is_session_id("nightly-report_2.1"));
    CHECK_FALSE(is_session_id(""));
    CHECK_FALSE(is_session_id(".."));
    CHECK_FALSE(is_session_id("a/b"));
    CHECK_FALSE(is_session_id("a b"));
    CHECK_FALSE(is_session_id(std::string(129, 'a')));
}

}
