#include "libagent/database/odbc/memory_fuse.h"
#include "tests/libagent/database/odbc/server_fixture.h"

#include <set>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

struct ExpectedValue {
    std::string expression;
    Kind kind;
    std::string text;
};

void check_values(const TestServer& server, const std::vector<ExpectedValue>& expected) {
    const auto connection = connect_to(server);
    for (const ExpectedValue& value : expected) {
        INFO(server.name << ": " << value.expression);
        // Twice, so that a second row of a block is looked at too.
        const Rows rows = rows_of(*connection, "select " + value.expression +
                                                   " as x union all select " + value.expression);
        REQUIRE(rows.row_count() == 2);
        for (std::size_t row = 0; row < 2; ++row) {
            CHECK(rows.cell(row, 0).kind == value.kind);
            CHECK(std::string(rows.cell(row, 0).text) == value.text);
        }
    }
}

}

TEST_CASE("odbc values: PostgreSQL's types come as they are", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        check_values(
            server,
            {{"1", Kind::integer, "1"},
             {"9223372036854775807", Kind::integer, "9223372036854775807"},
             {"12345678901234567890123456789012345678.90123", Kind::decimal,
              "12345678901234567890123456789012345678.90123"},
             {"(10::numeric ^ 300)::numeric(400, 0)", Kind::decimal, "1" + std::string(300, '0')},
             {"'NaN'::numeric", Kind::real, "NaN"},
             {"0.1::float8 + 0.2::float8", Kind::real, "0.30000000000000004"},
             {"0.1::float4", Kind::real, "0.1"},
             {"'-Infinity'::float8", Kind::real, "-Infinity"},
             {"true", Kind::boolean, "true"},
             {"false", Kind::boolean, "false"},
             {"null::int", Kind::null, ""},
             {"date '2024-02-29'", Kind::date, "2024-02-29"},
             {"time '12:34:56.789'", Kind::time, "12:34:56.789"},
             {"timestamp '2024-02-29 12:34:56.123456'", Kind::timestamp,
              "2024-02-29 12:34:56.123456"},
             {"timestamptz '2024-02-29 12:00:00+05'", Kind::timestamp, "2024-02-29 07:00:00+00:00"},
             {"timestamp '0044-03-15 01:02:03 BC'", Kind::text, "0044-03-15 01:02:03 BC"},
             {"date '0044-03-15 BC'", Kind::text, "0044-03-15 BC"},
             {"timestamptz '0044-03-15 01:02:03 BC'", Kind::text, "0044-03-15 01:02:03+00:00 BC"},
             {"timestamptz '12345-01-02 03:04:05.5+00'", Kind::text,
              "12345-01-02 03:04:05.5+00:00"},
             {"date 'infinity'", Kind::text, "infinity"},
             {"timestamp '-infinity'", Kind::text, "-infinity"},
             {"timestamptz 'infinity'", Kind::text, "infinity"},
             {"date '9999-12-31'", Kind::date, "9999-12-31"},
             {"date '12345-01-02'", Kind::text, "12345-01-02"},
             {"timestamp '294276-12-31 23:59:59.999999'", Kind::text,
              "294276-12-31 23:59:59.999999"},
             {"timestamptz '2024-02-29 12:00:00.000001+00'", Kind::timestamp,
              "2024-02-29 12:00:00.000001+00:00"},
             {"time '24:00:00'", Kind::time, "24:00:00"},
             {"timetz '10:00:00.5+02'", Kind::text, "10:00:00.5+02"},
             {"daterange('2024-01-01', 'infinity')", Kind::text, "[2024-01-01,infinity)"},
             {"'é 日本 😀'::text", Kind::text, "é 日本 😀"},
             {"E'a\\r\\nb\\tc'", Kind::text, "a\r\nb\tc"},
             {"''::text", Kind::text, ""},
             {"'ab'::char(4)", Kind::text, "ab  "},
             {"'\\x00ff10'::bytea", Kind::bytes, std::string("\0\xff\x10", 3)},
             {"'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", Kind::text,
              "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
             {"'{1,2}'::int[]", Kind::text, "{1,2}"},
             {"'{\"a\": 1}'::jsonb", Kind::text, "{\"a\": 1}"},
             {"'{\"a\": 1}'::jsonb ? 'a'", Kind::boolean, "true"},
             {"3.5::money", Kind::text, "$3.50"},
             {"interval '1 day 2 hours'", Kind::text, "1 day 02:00:00"},
             {"'{fn now()} ? ; --'::text", Kind::text, "{fn now()} ? ; --"}});
    }
}

TEST_CASE("odbc values: PostgreSQL's dates are read whatever the query looks like",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const auto connection = connect_to(server);
        const std::string infinity = "date 'infinity'";
        for (const std::string& sql :
             {"select 1 as a, " + infinity + " as a; -- ; done", "values (1, " + infinity + ")",
              "with a as (select " + infinity + " as d) select 1, d from a ; /* ; */ ;",
              "(select 1, " + infinity + " where ';' = ';')",
              "select 1, " + infinity + " union all select 2, null order by 1 -- '",
              "select 1, " + infinity + " as \"); drop table x; --\""}) {
            INFO(sql);

            const Rows rows = rows_of(*connection, sql);

            CHECK(rows.column_count() == 2);
            CHECK(rows.cell(0, 0).text == "1");
            CHECK(rows.cell(0, 1).text == "infinity");
            CHECK(rows.columns[1].declared_type == "date");
        }
        CHECK(rows_of(*connection, "select date 'infinity' as \"); drop table x; --\"")
                  .columns[0]
                  .name == "); drop table x; --");
        CHECK(rows_of(*connection, "explain select now()").row_count() > 0);
        CHECK(first_cell(*connection, "show timezone") == "UTC");
    }
}

TEST_CASE("odbc values: a query with dates keeps its order over many fetches", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;

        const Rows rows = rows_of(*connect_to(server),
                                  "select date '2000-01-01' + i as d from generate_series(1, 5000) "
                                  "as g(i) order by i % 10, d desc");

        REQUIRE(rows.row_count() == 5000);
        CHECK(rows.cell(0, 0).text == "2013-09-09");
        CHECK(rows.cell(499, 0).text == "2000-01-11");
        CHECK(rows.cell(4999, 0).text == "2000-01-10");
        CHECK(rows.columns[0].kind == Kind::date);
    }
}

TEST_CASE("odbc values: MariaDB's types come as they are", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (server.is_postgres()) continue;
        check_values(server,
                     {{"1", Kind::integer, "1"},
                      {"18446744073709551615", Kind::integer, "18446744073709551615"},
                      {"cast('12345678901234567890.123456789012345678901234567890' as "
                       "decimal(65,30))",
                       Kind::decimal, "12345678901234567890.123456789012345678901234567890"},
                      {"0.1e0 + 0.2e0", Kind::real, "0.30000000000000004"},
                      {"1/3e0", Kind::real, "0.3333333333333333"},
                      {"cast(16777217 as float)", Kind::real, "16777216"},
                      {"cast(0.1 as float)", Kind::real, "0.1"},
                      {"null", Kind::null, ""},
                      {"date '2024-02-29'", Kind::date, "2024-02-29"},
                      {"time '-800:01:02.5'", Kind::time, "-800:01:02.5"},
                      {"timestamp '2024-02-29 12:34:56.123456'", Kind::timestamp,
                       "2024-02-29 12:34:56.123456"},
                      {"'é 日本 😀'", Kind::text, "é 日本 😀"},
                      {"'a\\r\\nb\\tc'", Kind::text, "a\r\nb\tc"},
                      {"''", Kind::text, ""},
                      {"convert('x\\0y' using utf8mb4)", Kind::text, std::string("x\0y", 3)},
                      {"x'00ff10'", Kind::bytes, std::string("\0\xff\x10", 3)},
                      {"'{fn now()} ? ; -- '", Kind::text, "{fn now()} ? ; -- "}});
    }
}

TEST_CASE("odbc values: bits, zero dates and unsigned numbers of a MariaDB table",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (server.is_postgres()) continue;
        const std::string table = unique_name("odd");
        server.run_as_owner(
            {"set sql_mode = ''",
             "create table " + table +
                 " (b1 bit(1), b9 bit(9), z date, u bigint unsigned, f float, y year, t time(6), "
                 "b64 bit(64), dz decimal(8,2) zerofill, dt datetime(3))",
             "insert into " + table +
                 " values (b'1', b'100000001', '0000-00-00', 18446744073709551615, 0.1, 0, "
                 "'-838:59:59.999999', ~0, 7.5, 0), (b'0', b'1', '2024-00-15', 0, 16777217, 2155, "
                 "'838:59:59', 0, 0, '9999-12-31 23:59:59.999')"});

        const Rows rows =
            rows_of(*connect_to(server), "select * from " + table + " order by u desc");

        CHECK(rows.cell(0, 0).text == "true");
        CHECK(rows.cell(1, 0).text == "false");
        CHECK(rows.cell(0, 1).text == "257");
        CHECK(rows.cell(0, 2).text == "0000-00-00");
        CHECK(rows.cell(0, 3).text == "18446744073709551615");
        CHECK(rows.cell(1, 4).text == "16777216");
        CHECK(rows.columns[0].kind == Kind::boolean);
        CHECK(rows.cell(1, 2).text == "2024-00-15");
        CHECK(rows.cell(0, 5).text == "0");
        CHECK(rows.cell(1, 5).text == "2155");
        CHECK(rows.cell(0, 6).text == "-838:59:59.999999");
        CHECK(rows.cell(1, 6).text == "838:59:59.000000");
        CHECK(rows.cell(0, 7).text == "18446744073709551615");
        CHECK(rows.cell(0, 8).text == "7.50");
        CHECK(rows.cell(0, 9).text == "0000-00-00 00:00:00.000");
        CHECK(rows.cell(1, 9).text == "9999-12-31 23:59:59.999");
        server.run_as_owner({"drop table " + table});
    }
}

TEST_CASE("odbc values: no value is cut, wherever it stands", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string series =
            server.is_postgres() ? "generate_series(1, 3000) as g(seq)" : "seq_1_to_3000 as g";

        // 511, 512 and 513 bytes are around what is bound; every 100th value is far longer.
        const Rows rows = rows_of(*connection,
                                  "select seq, repeat('x', case when seq % 100 = 0 then 5000 + seq "
                                  "else 500 + seq % 20 end) as t, seq * 2 as d from " +
                                      series + " order by seq");

        REQUIRE(rows.row_count() == 3000);
        std::size_t wrong = 0;
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            const std::size_t seq = row + 1;
            const std::size_t length = seq % 100 == 0 ? 5000 + seq : 500 + seq % 20;
            if (rows.cell(row, 0).text != std::to_string(seq)) ++wrong;
            if (rows.cell(row, 1).text != std::string(length, 'x')) ++wrong;
            if (rows.cell(row, 2).text != std::to_string(seq * 2)) ++wrong;
        }
        CHECK(wrong == 0);
        CHECK_FALSE(rows.truncated);
    }
}

TEST_CASE("odbc values: a cell of ten million bytes is whole", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);

        const Rows rows = rows_of(*connection, "select 1 as a, repeat('é', 5000000) as t, 2 as b");

        CHECK(rows.cell(0, 0).text == "1");
        CHECK(rows.cell(0, 1).text.size() == 10'000'000);
        CHECK(rows.cell(0, 1).text.ends_with("éé"));
        CHECK(rows.cell(0, 2).text == "2");
    }
}

TEST_CASE("odbc values: a thousand columns, and a name of 300 characters", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        std::string columns = "0 as c0";
        for (int i = 1; i < 1000; ++i) {
            columns += ", " + std::to_string(i) + " as c" + std::to_string(i);
        }
        std::string expression = "1";
        while (expression.size() < 300) expression += " + 1";

        const Rows wide = rows_of(*connection, "select " + columns);
        const Rows named = rows_of(*connection, "select " + expression);

        REQUIRE(wide.column_count() == 1000);
        CHECK(wide.columns[999].name == "c999");
        CHECK(wide.cell(0, 999).text == "999");
        CHECK_FALSE(named.columns[0].name.empty());
        CHECK(named.cell(0, 0).text == std::to_string((expression.size() + 3) / 4));
    }
}

TEST_CASE("odbc values: truncated is exact, at the limit and one beyond", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        const auto connection = connect_to(server);
        const std::string series = server.is_postgres() ? "select generate_series(1, 1000) as n"
                                                        : "select seq as n from seq_1_to_1000";
        for (const auto& [limit, rows, truncated] : {std::tuple{999u, 999u, true},
                                                     {1000u, 1000u, false},
                                                     {1001u, 1000u, false},
                                                     {1u, 1u, true},
                                                     {0u, 0u, true},
                                                     {257u, 257u, true}}) {
            INFO(server.name << " " << limit);

            const Rows result = rows_of(*connection, series, {.rows = limit});

            CHECK(result.row_count() == rows);
            CHECK(result.truncated == truncated);
        }
    }
}

TEST_CASE("odbc values: bytes are limited too, and a row larger than all is an error",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string wide = server.is_postgres()
                                     ? "select repeat('x', 1000) from generate_series(1, 5000)"
                                     : "select repeat('x', 1000) from seq_1_to_5000";

        const Rows rows = rows_of(*connection, wide, {.bytes = 1'000'500});
        const Error error =
            error_of(*connection, "select repeat('x', 5000000)", {.bytes = 1'000'000});

        CHECK(rows.row_count() == 1000);
        CHECK(rows.truncated);
        CHECK(error.code == Errc::limit);
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("odbc values: of two million rows only those within the limit take memory",
          "[odbc][servers]") {
    constexpr std::size_t most_growth = 32u << 20;
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string sql =
            server.is_postgres()
                ? "select i, repeat('x', 100) from generate_series(1, 2000000) as g(i)"
                : "select seq, repeat('x', 100) from seq_1_to_2000000";
        const std::size_t before = resident_bytes();

        const Rows rows = rows_of(*connection, sql, {.rows = 1000});

        const std::size_t after = resident_bytes();
        CHECK(rows.row_count() == 1000);
        CHECK(rows.truncated);
        CHECK(after < before + most_growth);
    }
}
