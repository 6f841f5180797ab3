#include "libagent/database/dialect.h"

#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

TEST_CASE("dialects: every record is whole and found by its name", "[dialect]") {
    REQUIRE_FALSE(all_dialects().empty());
    for (const Dialect* dialect : all_dialects()) {
        INFO(dialect->name);
        CHECK(find_dialect(dialect->name) == dialect);
        CHECK_FALSE(dialect->title.empty());
        CHECK_FALSE(dialect->card.empty());
        if (dialect->quoting_unknown) continue;  // What it can do is asked of the server.
        CHECK(dialect->year_of);
        CHECK(dialect->month_of);
        CHECK(dialect->day_of);
    }
    CHECK(find_dialect("nope") == nullptr);
}

TEST_CASE("dialects: names are quoted where they must be", "[dialect]") {
    const Dialect& sqlite = *find_dialect("sqlite");
    const Dialect brackets{.name = "b", .title = "B", .identifier_quote = '['};

    CHECK(quoted(sqlite, "work_orders") == "work_orders");
    CHECK(quoted(sqlite, "Select") == "\"Select\"");
    CHECK(quoted(sqlite, "a b") == "\"a b\"");
    CHECK(quoted(sqlite, "2nd") == "\"2nd\"");
    CHECK(quoted(sqlite, "a\"b") == "\"a\"\"b\"");
    CHECK(quoted(sqlite, "") == "\"\"");
    CHECK(quoted(brackets, "a]b") == "[a]]b]");
    CHECK(quoted(sqlite, "OrderId") == "OrderId");
    CHECK(quoted(*find_dialect("postgres"), "OrderId") == "\"OrderId\"");
    CHECK(quoted_table(sqlite, "", "order") == "\"order\"");
    CHECK(quoted_table(sqlite, "main", "t") == "main.t");
}

TEST_CASE("dialects: every keyword of SQLite is safe as a quoted name", "[dialect]") {
    const Dialect& sqlite = *find_dialect("sqlite");
    const TempFolder folder;
    for (int i = 0; i < sqlite3_keyword_count(); ++i) {
        const char* text = nullptr;
        int size = 0;
        sqlite3_keyword_name(i, &text, &size);
        const std::string name = quoted(sqlite, std::string(text, static_cast<std::size_t>(size)));
        INFO(name);

        WritingHandle db(":memory:");

        CHECK_NOTHROW(db.run("CREATE TABLE " + name + " (" + name + "); SELECT " + name + ", t." +
                             name + " FROM " + name + " AS t GROUP BY " + name + " ORDER BY " +
                             name));
    }
}

TEST_CASE("dialects: the parts of a date are what they say", "[dialect]") {
    const Dialect& sqlite = *find_dialect("sqlite");
    const TempFolder folder;
    const auto db = make_sqlite_source(make_database(folder, "CREATE TABLE t (a)"))->connect({});
    const std::string date = "'2024-05-31 17:00:00'";

    const Rows rows = db->query("SELECT " + sqlite.year_of(date) + ", " + sqlite.month_of(date) +
                                    ", " + sqlite.day_of(date),
                                {}, {})
                          .value_or_throw();

    CHECK(rows.cell(0, 0).text == "2024");
    CHECK(rows.cell(0, 1).text == "2024-05");
    CHECK(rows.cell(0, 2).text == "2024-05-31");
}
