#include "libagent/database/dialects/mysql_plan_json.h"

#include <catch2/catch.hpp>

namespace askdb::database {

TEST_CASE("mysql plan: a joined table is read for each row before it", "[estimate]") {
    CHECK(mysql_plan_rows(R"({"query_block":{"select_id":1,"nested_loop":[
        {"table":{"table_name":"a","rows":200,"filtered":50}},
        {"block-nl-join":{"table":{"table_name":"b","rows":30,"filtered":100}}}]}})") ==
          Approx(3'000));
    CHECK(mysql_plan_rows(R"({"query_block":{"nested_loop":[
        {"table":{"rows":200,"filtered":1}},{"table":{"rows":3,"filtered":100}}]}})") ==
          Approx(200));
}

TEST_CASE("mysql plan: the largest part counts, wherever it stands", "[estimate]") {
    CHECK(mysql_plan_rows(R"({"query_block":{"filesort":{"temporary_table":{"nested_loop":[
        {"table":{"table_name":"<derived2>","rows":5,"filtered":100,"materialized":{"query_block":
            {"nested_loop":[{"table":{"rows":100464,"filtered":100}}]}}}}]}}}})") ==
          Approx(100'464));
    // As MySQL spells it.
    CHECK(mysql_plan_rows(R"({"query_block":{"table":{"table_name":"t",
        "rows_examined_per_scan":77,"filtered":"100.00"}}})") == Approx(77));
    CHECK(mysql_plan_rows(R"({"query_block":{"table":{"message":"No tables used"}}})") == 0);
}

TEST_CASE("mysql plan: what is no plan tells nothing", "[estimate]") {
    for (const char* text : {"", "{}", "[]", "7", R"({"rows":7})"})
        CHECK_FALSE(mysql_plan_rows(text));
}

}
