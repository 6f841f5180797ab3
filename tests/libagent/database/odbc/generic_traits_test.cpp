#include "libagent/database/odbc/generic_traits.h"

#include "libagent/database/database.h"
#include "libagent/database/dialect.h"
#include "libagent/database/odbc/odbc_source.h"
#include "tests/libagent/database/odbc/server_fixture.h"

#include <set>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

TEST_CASE("generic traits: only what gives what it should is taken", "[generic]") {
    // A server that takes everything, and gives 1 for everything.
    ServerTraits traits;
    add_tried_traits(
        traits, [](const std::string&) { return std::optional(std::vector<std::string>{"1"}); });
    CHECK_FALSE(traits.dates);
    CHECK(traits.date_literal == nullptr);
    CHECK(traits.quotient.empty());
    CHECK(traits.joined.empty());
    CHECK(traits.functions.size() <= 2);  // Those that should give 1.

    // One that takes nothing.
    ServerTraits none;
    std::size_t asked = 0;
    add_tried_traits(none, [&](const std::string&) {
        ++asked;
        return std::optional<std::vector<std::string>>();
    });
    CHECK(none.first_rows.empty());
    CHECK(asked < 10);
}

TEST_CASE("generic traits: every trial is a SELECT", "[generic]") {
    std::set<std::string> verbs;
    ServerTraits traits;
    add_tried_traits(traits, [&](const std::string& sql) {
        verbs.insert(sql.substr(0, sql.find(' ')));
        return std::optional(std::vector<std::string>{"1"});
    });
    CHECK(verbs == std::set<std::string>{"SELECT"});
    CHECK(current_schema([&](const std::string& sql) {
              verbs.insert(sql.substr(0, sql.find(' ')));
              return std::optional(std::vector<std::string>{" HR "});
          }) == "HR");
    CHECK(verbs.size() == 1);
}

TEST_CASE("generic traits: real servers are described as they are", "[generic][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        OdbcTarget target = server.target();
        target.dialect = "generic";
        Database database("shop", make_odbc_source(target));

        const Dialect& dialect = database.server_dialect({});
        const std::string card(dialect.card);
        INFO(card);

        CHECK(card.find(server.name) != std::string::npos);
        CHECK(dialect.identifier_quote == (server.is_postgres() ? '"' : '`'));
        CHECK(dialect.lower_case_names == server.is_postgres());
        CHECK(dialect.backslash_escapes == !server.is_postgres());
        CHECK(dialect.nulls_come_last == server.is_postgres());
        CHECK(dialect.first_rows == " LIMIT {}");
        CHECK(dialect.length_function == "char_length");
        CHECK(card.find(server.is_postgres() ? "7 / 2 is 3:" : "7 / 2 is 3.5.") !=
              std::string::npos);
        CHECK(card.find(server.is_postgres() ? "= is case-sensitive" : "= ignores case") !=
              std::string::npos);
        CHECK(card.find("{fn TIMESTAMPDIFF(SQL_TSI_DAY, from, to)}") != std::string::npos);
        REQUIRE(dialect.month_of != nullptr);
        REQUIRE(dialect.date_literal != nullptr);
        const auto month = database.query(
            "SELECT " + dialect.month_of(dialect.date_literal("2024-05-07")), {}, {});
        REQUIRE(month);
        CHECK(month.value().cell(0, 0).text == "2024-05");
        CHECK(&database.server_dialect({}) == &dialect);
    }
}

TEST_CASE("generic traits: a dialect that is none, or not the driver's, is told at once",
          "[generic]") {
    const auto code_of = [](OdbcTarget target) {
        try {
            make_odbc_source(target);
        } catch (const Failure& failure) {
            return failure.error().message + " | " + failure.error().hint;
        }
        return std::string("made");
    };

    CHECK(code_of({.address = "postgres://h/d", .dialect = "generc"}) ==
          "no dialect named 'generc' | did you mean 'generic'?");
    CHECK(code_of({.address = "Driver=SQLite3;Database=x.db", .name = "x", .dialect = "generic"})
              .find("is an SQLite file") != std::string::npos);
    CHECK(make_odbc_source({.address = "postgres://h/d", .dialect = "generic"})->dialect().name ==
          "generic");
    CHECK(make_odbc_source({.address = "mssql://h/d", .dialect = "postgres"})->dialect().name ==
          "postgres");
    CHECK(make_odbc_source({.address = "postgres://h/d"})->dialect().name == "postgres");
}
