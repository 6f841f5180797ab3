#include "tests/support/own_cases.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

namespace askdb::test {
namespace {

using namespace database;

constexpr std::string_view difficult = "h\xC3\xA9llo '\"\\ ? ; \x01 \xF0\x9F\x98\x80\n--";

std::int64_t count_rows(OwnConnection& connection) {
    const OwnResult counted = connection.run("SELECT count(*) FROM own_cases");
    return std::stoll(std::string(counted.rows.cell(0, 0).text));
}

void check_values(OwnConnection& connection) {
    SECTION("values come back as they went in") {
        const std::string big = std::string(300'000, 'x') + "\xF0\x9F\x98\x80";
        const OwnResult made = connection.run(
            "INSERT INTO own_cases (n, t, d) VALUES (?, ?, ?), (?, ?, ?)",
            {std::int64_t{1} << 62, difficult, 0.1, std::monostate{}, std::string_view(big), -2.5});
        CHECK(made.affected == 2);
        const OwnResult read = connection.run(
            "SELECT n, t, d FROM own_cases ORDER BY d DESC LIMIT ?", {std::int64_t{5}});
        REQUIRE(read.rows.row_count() == 2);
        CHECK(read.rows.cell(0, 0).text == "4611686018427387904");
        CHECK(read.rows.cell(0, 1).text == difficult);
        CHECK(read.rows.cell(0, 2).text == "0.1");
        CHECK(read.rows.cell(1, 0).is_null());
        CHECK(read.rows.cell(1, 1).text == big);
    }
    SECTION("an empty text is no NULL") {
        connection.run("INSERT INTO own_cases (t) VALUES (?)", {std::string_view()});
        const OwnResult read = connection.run("SELECT t FROM own_cases WHERE t = ?", {""});
        REQUIRE(read.rows.row_count() == 1);
        CHECK_FALSE(read.rows.cell(0, 0).is_null());
    }
    SECTION("a statement may tell what it made") {
        const OwnResult made =
            connection.run("INSERT INTO own_cases (n) VALUES (?) RETURNING n", {std::int64_t{7}});
        REQUIRE(made.rows.row_count() == 1);
        CHECK(made.rows.cell(0, 0).text == "7");
    }
}

void check_transactions(const OwnSource& source, OwnConnection& connection) {
    SECTION("what is rolled back was never there") {
        connection.begin(OwnTransaction::writing);
        connection.run("INSERT INTO own_cases (n) VALUES (1)");
        connection.roll_back();
        CHECK(count_rows(connection) == 0);
    }
    SECTION("what is committed is seen by others, and only then") {
        const auto other = source.connect();
        connection.begin(OwnTransaction::writing_soon);
        connection.run("INSERT INTO own_cases (n) VALUES (1)");
        CHECK(count_rows(*other) == 0);
        connection.commit();
        CHECK(count_rows(*other) == 1);
    }
    SECTION("a reader sees one state") {
        const auto other = source.connect();
        connection.begin(OwnTransaction::reading);
        CHECK(count_rows(connection) == 0);
        other->run("INSERT INTO own_cases (n) VALUES (1)");
        CHECK(count_rows(connection) == 0);
        connection.commit();
        CHECK(count_rows(connection) == 1);
    }
    SECTION("after an error the transaction is given up, and the connection is as good as before") {
        connection.begin(OwnTransaction::writing);
        connection.run("INSERT INTO own_cases (n) VALUES (1)");
        CHECK_THROWS_AS(connection.run("INSERT INTO own_cases (nothing) VALUES (1)"), Failure);
        connection.roll_back();
        CHECK_FALSE(connection.is_lost());
        CHECK(count_rows(connection) == 0);
        connection.begin(OwnTransaction::writing);
        connection.run("INSERT INTO own_cases (n) VALUES (1)");
        connection.commit();
        CHECK(count_rows(connection) == 1);
    }
}

}

void check_own_source(const OwnSource& source) {
    const auto connection = source.connect();
    connection->run("DROP TABLE IF EXISTS own_cases");
    connection->run("CREATE TABLE own_cases (n BIGINT, t TEXT, d DOUBLE PRECISION)");
    check_values(*connection);
    check_transactions(source, *connection);
    SECTION("an error names the database, and what is wrong") {
        try {
            connection->run("SELECT nothing FROM own_cases");
            FAIL("no error");
        } catch (const Failure& failure) {
            CHECK(failure.error().code == Errc::bad_input);
            CHECK(failure.error().message.find("'" + source.name() + "': ") == 0);
            CHECK(failure.error().message.find("nothing") != std::string::npos);
        }
    }
    connection->run("DROP TABLE IF EXISTS own_cases");
}

}
