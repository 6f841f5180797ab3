#include "libagent/database/odbc/postgres_dates.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

namespace {

std::vector<OdbcColumn> described(const std::vector<OdbcDecoding>& decodings) {
    std::vector<OdbcColumn> columns;
    for (const OdbcDecoding decoding : decodings) {
        columns.push_back({.result = {.name = "x"}, .decoding = decoding});
    }
    return columns;
}

}

TEST_CASE("postgres dates: a query without dates is left alone", "[odbc]") {
    CHECK(postgres_dates_as_text("select 1, 'x'",
                                 described({OdbcDecoding::number, OdbcDecoding::text}))
              .empty());
    CHECK(postgres_dates_as_text("select time '1:00'", described({OdbcDecoding::time})).empty());
}

TEST_CASE("postgres dates: each date is cast, whatever it is called", "[odbc]") {
    CHECK(postgres_dates_as_text(
              "select a, b, c from t",
              described({OdbcDecoding::date, OdbcDecoding::number, OdbcDecoding::timestamp_utc})) ==
          "SELECT c1::text, c2, c3::text FROM (select a, b, c from t\n) AS askdb(c1, c2, c3)");
}

TEST_CASE("postgres dates: semicolons and comments at the end go, others stay", "[odbc]") {
    const auto columns = described({OdbcDecoding::timestamp});
    const auto inner = [&](const std::string& sql) {
        const std::string whole = postgres_dates_as_text(sql, columns);
        const std::size_t begin = whole.find('(') + 1;
        return whole.substr(begin, whole.rfind("\n)") - begin);
    };

    CHECK(inner("select now(); -- ;\n ; /* x */") == "select now()");
    CHECK(inner("select /* ; */ now() where ';' = $$;$$") ==
          "select /* ; */ now() where ';' = $$;$$");
    CHECK(inner("select now() as \"--\"") == "select now() as \"--\"");
}
