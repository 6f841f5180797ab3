#include "libagent/database/files/file_value.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

namespace {

using Kind = FileValue::Kind;

FileValue value_of(std::string_view text, const ColumnType& type,
                   Written written = Written::plain) {
    static std::string scratch;
    return file_value({text, written}, type, scratch);
}

}

TEST_CASE("file value: a cell becomes what its column keeps", "[files]") {
    CHECK(value_of(" 12 ", {.type = FileType::integer}).integer == 12);
    CHECK(value_of("9223372036854775807", {.type = FileType::decimal}).integer == INT64_MAX);
    CHECK(value_of("10.50", {.type = FileType::decimal}).real == 10.5);
    CHECK(value_of("-1,25", {.type = FileType::decimal, .has_decimal_comma = true}).real == -1.25);
    CHECK(value_of("5.", {.type = FileType::decimal}).real == 5);
    CHECK(value_of(".5", {.type = FileType::decimal}).real == 0.5);
    CHECK(value_of("1e3", {.type = FileType::real}).real == 1000);
    CHECK(value_of("True", {.type = FileType::boolean}).integer == 1);
    CHECK(value_of("false", {.type = FileType::boolean}).integer == 0);
    CHECK(value_of("31.1.2024", {.type = FileType::date, .order = day_month_year}).text ==
          "2024-01-31");
    CHECK(value_of("10:30", {.type = FileType::time}).text == "10:30:00");
    CHECK(value_of("2024-01-31", {.type = FileType::timestamp}).text == "2024-01-31 00:00:00");
    const ColumnType comma{.type = FileType::decimal, .has_decimal_comma = true};
    CHECK(value_of("-1.234.567,25", comma).real == -1234567.25);
    CHECK(value_of("9.007.199.254.740.993", comma).integer == 9007199254740993);
}

TEST_CASE("file value: no value is NULL, and texts stay as they are", "[files]") {
    CHECK(value_of("", {.type = FileType::text}, Written::missing).kind == Kind::null);
    CHECK(value_of("", {.type = FileType::text}, Written::quoted).kind == Kind::text);
    CHECK(value_of("", {.type = FileType::integer}, Written::quoted).kind == Kind::null);
    CHECK(value_of("NA", {.type = FileType::integer}).kind == Kind::null);
    CHECK(value_of("NA", {.type = FileType::text}).text == "NA");
    CHECK(value_of("  x ", {.type = FileType::text}).text == "  x ");
}

TEST_CASE("file value: what its column cannot hold is a misfit", "[files]") {
    CHECK(value_of("x", {.type = FileType::integer}).kind == Kind::misfit);
    CHECK(value_of("1.5", {.type = FileType::integer}).kind == Kind::misfit);
    CHECK(value_of("x", {.type = FileType::decimal}).kind == Kind::misfit);
    CHECK(value_of("1/2/2024", {.type = FileType::date}).kind == Kind::misfit);
    CHECK(value_of("2024-01-05 10:00Z", {.type = FileType::timestamp}).kind == Kind::misfit);
    CHECK(value_of("2024-01-05 10:00", {.type = FileType::date}).kind == Kind::misfit);
    CHECK(value_of("yes", {.type = FileType::boolean}).kind == Kind::misfit);
    CHECK(value_of("25:00", {.type = FileType::time}).kind == Kind::misfit);
}
