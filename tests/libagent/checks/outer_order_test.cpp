#include "libagent/checks/outer_order.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

bool is_ordered_in(std::string_view sql) {
    return has_outer_order(sql, *database::find_dialect("sqlite"));
}

}

TEST_CASE("outer order: only ORDER BY of the whole statement orders its rows", "[checks][second]") {
    CHECK(is_ordered_in("SELECT a FROM t ORDER BY a"));
    CHECK(is_ordered_in("WITH x AS (SELECT 1 AS a) SELECT a FROM x order /* so */ by 1 LIMIT 3"));
    CHECK(is_ordered_in("SELECT 1 UNION SELECT 2 ORDER BY 1"));

    CHECK_FALSE(is_ordered_in("SELECT a FROM t"));
    CHECK_FALSE(is_ordered_in("SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 3)"));
    CHECK_FALSE(is_ordered_in("SELECT row_number() OVER (ORDER BY a) FROM t"));
    CHECK_FALSE(is_ordered_in("SELECT 'order by', \"order\" FROM t -- ORDER BY a"));
}

}
