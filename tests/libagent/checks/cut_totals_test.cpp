#include "libagent/checks/cut_totals.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

/// "SUM(a): r1 r2; COUNT(*): r3"
std::string totals(const char* sql) {
    std::vector<std::string> texts;
    const StatementShape shape = read_select(sql, *database::find_dialect("sqlite")).value();
    for (const Total& total : totals_of(shape))
        texts.push_back(total.aggregate + ": " + join(total.tables, " "));
    return join(texts, "; ");
}

}

TEST_CASE("cut totals: aggregates with the tables that they go over", "[checks]") {
    CHECK(totals("SELECT SUM(a) FROM r1") == "SUM(a): r1");
    CHECK(totals("SELECT a FROM r1 GROUP BY a") == "GROUP BY: r1");
    CHECK(totals("SELECT COUNT(*) FROM R1 JOIN r2 ON r1.a = r2.a") == "COUNT(*): r1 r2");
    CHECK(totals("SELECT AVG(a) FROM (SELECT a FROM r1 UNION SELECT a FROM r2)") ==
          "AVG(a): r1 r2");
    CHECK(totals("WITH x AS (SELECT COUNT(*) AS n FROM r2) SELECT a, n FROM r1, x") ==
          "COUNT(*): r2");
    CHECK(totals("SELECT a, SUM(a) OVER () FROM r1").empty());
    CHECK(totals("SELECT * FROM r1 ORDER BY a LIMIT 5").empty());
}

}
