#include "libagent/tools/shared_error.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::tools;

namespace {

std::string told(std::string message, std::string sqlstate, std::string_view sql) {
    database::Catalog catalog;
    catalog.tables = {{.name = "customers", .columns = {{.name = "email"}, {.name = "name"}}}};
    const Error error = without_values(
        {.code = Errc::bad_input, .message = std::move(message), .sqlstate = std::move(sqlstate)},
        sql, catalog);
    return error.message;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("errors: what a statement got wrong is told", "[share]") {
    CHECK(told("column \"emial\" does not exist", "42703", "SELECT emial FROM customers") ==
          "column \"emial\" does not exist");
    CHECK(told("no such column: emial", "", "SELECT emial FROM customers") ==
          "no such column: emial");
    CHECK(told("near \"FORM\": syntax error", "", "SELECT 1 FORM x") ==
          "near \"FORM\": syntax error");
    CHECK(told("ambiguous column name: name", "", "SELECT 1") == "ambiguous column name: name");
}

TEST_CASE("errors: of a value not one word is told, whatever its SQLSTATE", "[share]") {
    const std::string sql = "SELECT name::int FROM customers";
    const struct {
        const char* message;
        const char* sqlstate;
    } errors[] = {
        {"invalid input syntax for type integer: \"Quetzal 48213\"", "22P02"},
        {"duplicate key value violates unique constraint \"u\"\nDETAIL: Key (email)=(Quetzal) "
         "already exists.",
         "23505"},
        {"Duplicate entry 'Quetzal' for key 'email'", "23000"},
        {"Incorrect integer value: 'Quetzal' for column 'name' at row 1", "HY000"},
        {"Truncated incorrect DOUBLE value: 'Quetzal'", "22007"},
        {"the order of Quetzal is too large", "P0001"},
        {"XPATH syntax error: '\\Quetzal'", "HY000"},
        {"relation \"Quetzal\" does not exist", "42P01"},
        {"relation \"table\" does not exist", "42P01"},
        {"function Quetzal(text) does not exist", "42883"},
        {"JSON path error near 'Quetzal'", ""},
        {"malformed: 48213", ""},
        {"Quetzal", ""},
    };
    for (const auto& error : errors) {
        const std::string text = told(error.message, error.sqlstate, sql);
        INFO(text);
        CHECK_FALSE(has(text, "Quetzal"));
        CHECK_FALSE(has(text, "48213"));
        CHECK_FALSE(has(text, "\"table\""));
        CHECK_FALSE(text.empty());
    }
}

TEST_CASE("errors: how many words are gone is not told either", "[share]") {
    CHECK(told("relation \"a b c-d\" does not exist", "42P01", "") ==
          told("relation \"zz\" does not exist", "42P01", ""));
}

TEST_CASE("errors: what the guard refuses is about the statement, and told whole", "[share]") {
    const Error refused{.code = Errc::refused, .message = "'frobnicate' may write: refused"};

    CHECK(without_values(refused, "", {}).message == refused.message);
}
