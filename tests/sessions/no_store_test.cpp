#include "sessions/no_store.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("no store: what was stored is forgotten at once", "[sessions]") {
    const auto store = make_no_store();
    store->begin_turn({"", "a"}, {.question = "one"});
    store->commit_turn({"", "a"}, 1, {.question = "one", .messages = {}, .answer = {}});

    CHECK(store->load({"", "a"}).empty());
}

}
