#include "libagent/loop/kept_result_json.h"

#include "tests/libagent/results/nasty_rows.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

results::StoredResult some_result() {
    results::StoredResult result{"r3", "shop", "SELECT \"é\", 1", results::nasty_rows()};
    result.rows.columns[0].declared_type = "BIGINT";
    result.rows.truncated = true;
    result.rows.milliseconds = 1.25;
    result.as_of = rfc3339_moment("2024-05-31T17:00:05Z");
    return result;
}

}

TEST_CASE("kept_result_json: all that rows need to come back is there", "[loop][kept_results]") {
    const results::StoredResult result = some_result();

    const KeptResult kept = kept_result_of(kept_result_json(result, 77)).value_or_throw();

    CHECK(kept.database == "shop");
    CHECK(kept.sql == result.sql);
    CHECK(kept.rows == result.rows.row_count());
    CHECK(kept.bytes == 77);
    CHECK(kept.truncated);
    CHECK(kept.milliseconds == 1.25);
    CHECK(kept.as_of == result.as_of);
    const std::vector<results::CsvColumn> columns = results::csv_columns(result.rows);
    REQUIRE(kept.columns.size() == columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        CHECK(kept.columns[i].declared_type == columns[i].declared_type);
        CHECK(kept.columns[i].kind == columns[i].kind);
        CHECK(kept.columns[i].cells == columns[i].cells);
    }
}

TEST_CASE("kept_result_json: what is missing, torn or unknown is told", "[loop][kept_results]") {
    CHECK(kept_result_of(R"({"database":"","sql":"","truncated":false,"time_ms":1})")
              .error()
              .message == "the kept result has no field 'columns'");
    CHECK(kept_result_of(R"({"database":""})").error().message ==
          "the kept result has no field 'sql'");
    CHECK_FALSE(kept_result_of("").ok());
    CHECK_FALSE(kept_result_of("[]").ok());
    const std::string head = R"({"database":"","sql":"","truncated":false,"time_ms":1,"columns":)";
    CHECK(kept_result_of(head + R"([{"kind":"text","later":1}],"later":{}})").ok());
    CHECK(kept_result_of(head + "[]}").value_or_throw().as_of == WallTime());
    CHECK_FALSE(kept_result_of(head + R"([{"kind":"money"}]})").ok());
    CHECK_FALSE(kept_result_of(head + R"([7]})").ok());
    CHECK_FALSE(kept_result_of(head + "[{}]}").ok());
}

TEST_CASE("kept_result_json: a statement says why its rows are not kept", "[loop][kept_results]") {
    const results::StoredResult result{"r1", "shop", "SELECT 1", {}};

    CHECK(kept_statement_json(result, "") == R"({"database":"shop","rows":0})");
    CHECK(kept_statement_json(result, "larger than 16 MiB") ==
          R"({"database":"shop","rows":0,"rows_not_kept":"larger than 16 MiB"})");
}

}
