#include "libagent/database/sqlite/sqlite_scratch.h"

#include "libagent/base/stop.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using namespace askdb;
using namespace askdb::database;

namespace {

Rows sample_rows() {
    Rows rows;
    rows.columns = {{"n", "", Kind::integer}, {"N", "", Kind::real}, {"", "", Kind::text}};
    rows.append(Kind::integer, "9223372036854775807");
    rows.append(Kind::real, "0.30000000000000004");
    rows.append(Kind::text, "it's");
    rows.append(Kind::null, {});
    rows.append(Kind::real, "-Infinity");
    rows.append(Kind::text, std::string_view("a\0b", 3));
    return rows;
}

std::optional<Error> added(SqliteScratch& scratch, std::string_view name, const Rows& rows) {
    return scratch.add_table(name, rows, Limits{}.timeout, {});
}

/// Some tenths of a second to load.
Rows many_rows() {
    constexpr int count = 500'000;
    Rows rows;
    rows.columns = {{"n", "", Kind::integer}, {"name", "", Kind::text}};
    for (int i = 0; i < count; ++i) {
        rows.append(Kind::integer, std::to_string(i));
        rows.append(Kind::text, "a name that takes some room");
    }
    return rows;
}

Rows scratch_rows(SqliteScratch& scratch, std::string_view sql) {
    return scratch.query(sql, {}, {}).value_or_throw();
}

}

TEST_CASE("scratch: rows go in and come out the same", "[scratch]") {
    SqliteScratch scratch;
    REQUIRE_FALSE(added(scratch, "r1", sample_rows()));

    const Rows rows = scratch_rows(scratch, "SELECT * FROM r1");

    REQUIRE(rows.row_count() == 2);
    CHECK(rows.columns[1].name == "N_2");
    CHECK(rows.columns[2].name == "column");
    for (std::size_t row = 0; row < 2; ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            CHECK(rows.cell(row, column).kind == sample_rows().cell(row, column).kind);
            CHECK(std::string(rows.cell(row, column).text) ==
                  std::string(sample_rows().cell(row, column).text));
        }
    }
}

TEST_CASE("scratch: decimals sort as numbers, and long ones keep their digits", "[scratch]") {
    Rows rows;
    rows.columns = {{"short", "", Kind::decimal}, {"long", "", Kind::decimal}};
    for (const char* text : {"9.50", "10.25"}) {
        rows.append(Kind::decimal, text);
        rows.append(Kind::decimal, std::string("1234567890123456789") + text);
    }
    SqliteScratch scratch;
    REQUIRE_FALSE(added(scratch, "r1", rows));

    const Rows sorted = scratch_rows(scratch, "SELECT short, long FROM r1 ORDER BY short");

    CHECK(sorted.cell(0, 0).text == "9.5");
    CHECK(sorted.cell(0, 1).text == "12345678901234567899.50");
}

TEST_CASE("scratch: NaN and Infinity stay what they are, also among decimals", "[scratch]") {
    Rows rows;
    rows.columns = {{"f", "", Kind::real}, {"n", "", Kind::decimal}, {"long", "", Kind::decimal}};
    const std::string digits = "12345678901234567890.50";
    for (const char* odd : {"NaN", "Infinity", "-Infinity"}) {
        for (int column = 0; column < 3; ++column) rows.append(Kind::real, odd);
    }
    rows.append(Kind::real, "0.5");
    rows.append(Kind::decimal, "10.25");
    rows.append(Kind::decimal, digits);
    SqliteScratch scratch;
    REQUIRE_FALSE(added(scratch, "r1", rows));

    const Rows back = scratch_rows(scratch, "SELECT * FROM r1");

    CHECK(back.cell(0, 0).kind == Kind::real);
    CHECK(back.cell(0, 1).kind == Kind::real);
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        for (std::size_t column = 0; column < 3; ++column) {
            INFO(row << ", " << column);
            CHECK(back.cell(row, column).text == rows.cell(row, column).text);
        }
    }
    CHECK(scratch_rows(scratch, "SELECT count(*) FROM r1 WHERE n > 9.5").cell(0, 0).text == "3");
    CHECK(scratch_rows(scratch, "SELECT max(f) FROM r1 WHERE f <> 'NaN'").cell(0, 0).text ==
          "Infinity");
}

TEST_CASE("scratch: results join, and SQL of others only reads", "[scratch]") {
    SqliteScratch scratch;
    REQUIRE_FALSE(added(scratch, "r1", sample_rows()));
    REQUIRE_FALSE(added(scratch, "r2", sample_rows()));

    const Rows joined = scratch_rows(scratch, "SELECT count(*) FROM r1 JOIN r2 USING (n)");

    CHECK(joined.cell(0, 0).text == "1");
    for (const char* sql : {"DELETE FROM r1", "CREATE TABLE x (a)", "ATTACH 'f.db' AS f",
                            "DROP TABLE r2", "UPDATE sqlite_master SET sql = ''"}) {
        INFO(sql);
        CHECK_FALSE(scratch.query(sql, {}, {}).ok());
    }
    CHECK(scratch_rows(scratch, "SELECT count(*) FROM r2").cell(0, 0).text == "2");
}

TEST_CASE("scratch: a table that cannot be made leaves nothing behind", "[scratch]") {
    SqliteScratch scratch;
    REQUIRE_FALSE(added(scratch, "r1", sample_rows()));

    CHECK(added(scratch, "r1", sample_rows())->code == Errc::bad_input);
    CHECK(added(scratch, "r2", Rows{})->message.starts_with("cannot load 'r2' to query it: "));

    REQUIRE_FALSE(added(scratch, "r2", sample_rows()));
    CHECK(scratch_rows(scratch, "SELECT count(*) FROM r1").cell(0, 0).text == "2");
}

TEST_CASE("scratch: loading ends at its time limit, and leaves nothing behind", "[scratch]") {
    const Rows rows = many_rows();
    SqliteScratch scratch;

    const auto error = scratch.add_table("r1", rows, std::chrono::milliseconds(1), {});

    REQUIRE(error);
    CHECK(error->code == Errc::timeout);
    CHECK_FALSE(scratch.query("SELECT * FROM r1", {}, {}).ok());
    CHECK_FALSE(added(scratch, "r1", sample_rows()));
}

TEST_CASE("scratch: a stop ends loading", "[scratch]") {
    const Rows rows = many_rows();
    SqliteScratch scratch;
    std::stop_source source;
    std::optional<std::jthread> stopper;
    std::chrono::steady_clock::time_point asked;
    stopper.emplace([&] {
        sleep_or_stop(std::chrono::milliseconds(20), {});
        asked = std::chrono::steady_clock::now();
        source.request_stop();
    });

    CHECK_THROWS_AS(scratch.add_table("r1", rows, Limits{}.timeout, source.get_token()), Stopped);
    const auto ended = std::chrono::steady_clock::now();
    stopper.reset();

    CHECK(ended - asked < std::chrono::seconds(10));
    CHECK_FALSE(scratch.query("SELECT * FROM r1", {}, {}).ok());
}
