#include "sessions/export/export_conversation.h"

#include "libagent/loop/kept_results.h"
#include "sessions/memory_store.h"
#include "tests/support/archive_cases.h"
#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("export: the rows that a conversation keeps are in its document", "[sessions][export]") {
    const session::SessionKey key{"ann", "shop-1"};
    const auto archive = make_memory_store();
    results::ResultStore results;
    results.add("shop", "SELECT 1", test::kept_shop_rows());
    session::Turn turn = test::kept_shop().turns[0].turn;
    turn.artifacts = loop::kept_results(results, 0);
    archive->commit_turn(key, archive->begin_turn(key, {.question = turn.question}), turn);

    const auto rows = kept_rows(*archive, key, "r1");
    REQUIRE(rows);
    CHECK(rows->row_count() == 3);
    CHECK(rows->cell(1, 1).is_null());
    CHECK_FALSE(kept_rows(*archive, key, "r2"));
    const std::string page =
        export_conversation(*archive, key, *find_export_format("html")).value_or_throw();
    CHECK(page.find("co 2</td>") != std::string::npos);
    CHECK_FALSE(export_conversation(*archive, {"ann", "no"}, *find_export_format("sql")));
}

}
