#include "libagent/models/offline/value_index.h"

#include "libagent/base/stop.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "libagent/models/offline/knowledge.h"
#include "libagent/models/offline/planner.h"
#include "libagent/models/offline/words.h"
#include "tests/support/fake_database.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

namespace {

constexpr const char* parts_sql =
    "CREATE TABLE parts(id INTEGER PRIMARY KEY, state TEXT, bought TEXT);"
    "INSERT INTO parts VALUES (1,'In Use','2024-01-02'),(2,'in use','2024-05-06'),"
    "(3,'pump',NULL),(4,'completed',NULL);"
    "CREATE VIEW broken AS SELECT absent AS text_of FROM parts;";

struct Indexed {
    explicit Indexed(IndexLimits limits = {})
        : catalog(database.catalog({})), index(index_values(database, catalog, limits, {})) {}

    std::vector<ValueLink> find(const char* text) const {
        std::vector<std::string> words, stems;
        Stemmer stemmer;
        for (const auto& word : value_words(text)) {
            words.push_back(word);
            stems.push_back(stemmer.stem(word));
        }
        return index.find(words, stems);
    }

    test::TempDatabase file{parts_sql};
    database::Database database{"parts", database::make_sqlite_source(file.path())};
    const database::Catalog& catalog;
    ValueIndex index;
};

}

TEST_CASE("value index: values are found without case, with each spelling", "[offline]") {
    const Indexed known;

    const auto links = known.find("IN USE");

    REQUIRE(links.size() == 2);
    CHECK(links[0].value == "In Use");
    CHECK(links[1].value == "in use");
    CHECK(known.find("use").empty());
}

TEST_CASE("value index: participles share a value, a plural means its rows", "[offline]") {
    const Indexed known;

    REQUIRE(known.find("complete").size() == 1);
    CHECK_FALSE(known.find("complete")[0].plural);
    REQUIRE(known.find("pumps").size() == 1);
    CHECK(known.find("pumps")[0].plural);
    CHECK(known.find("completion").empty());
}

TEST_CASE("value index: a text column of dates is known as one", "[offline]") {
    Indexed known;
    const auto& table = *known.catalog.find_table("parts");
    const Knowledge knowledge(known.catalog, std::move(known.index));

    CHECK(knowledge.is_date(*table.find_column("bought")));
    CHECK_FALSE(knowledge.is_date(*table.find_column("state")));
}

TEST_CASE("value index: rows without a value are known, and suspected where too much is unread",
          "[offline]") {
    const auto is_missing = [](const Indexed& known, const char* column) {
        return known.index.profile(*known.catalog.find_table("parts")->find_column(column)).missing;
    };
    const Indexed whole, by_column({.rows_at_once = 1});
    const Indexed cut({.values_per_column = 1, .rows_at_once = 1});

    CHECK_FALSE(is_missing(whole, "state"));
    CHECK(is_missing(whole, "bought"));
    CHECK_FALSE(is_missing(by_column, "state"));
    CHECK(is_missing(by_column, "bought"));
    CHECK(is_missing(cut, "state"));
}

TEST_CASE("value index: the limits hold, and a stop ends it", "[offline]") {
    const Indexed few({.values_per_column = 1});
    const Indexed by_column({.rows_at_once = 1});
    const Indexed no_time({.budget = std::chrono::milliseconds(0)});
    std::stop_source source;
    source.request_stop();
    Indexed stopped;

    CHECK(few.find("pump").empty());
    CHECK(by_column.find("pump").size() == 1);
    CHECK(no_time.find("pump").empty());
    CHECK_THROWS_AS(index_values(stopped.database, stopped.catalog, {}, source.get_token()),
                    Stopped);
}

TEST_CASE("value index: what a huge table leaves unread is told, and small tables are read first",
          "[offline]") {
    using namespace askdb::database;
    std::vector<std::string> asked;
    test::FakeBehaviour slow;
    slow.catalog = [](std::stop_token) {
        const std::vector<Column> columns = {{.name = "name", .kind = Kind::text}};
        return Catalog{{{.name = "archive", .columns = columns, .row_estimate = 90'000'000},
                        {.name = "shops", .columns = columns, .row_estimate = 12}}};
    };
    slow.query = [&](std::string_view sql) -> Result<Rows> {
        asked.emplace_back(sql);
        if (sql.find("archive") != std::string_view::npos) return Error{Errc::timeout, "too slow"};
        Rows rows;
        rows.columns.push_back({.name = "name", .kind = Kind::text});
        rows.append(Kind::text, "Cork");
        return rows;
    };
    Database database("x", std::make_unique<test::FakeSource>(slow));
    const Catalog& catalog = database.catalog({});

    const Knowledge knowledge(catalog, index_values(database, catalog, {}, {}));

    CHECK(knowledge.values.incomplete());
    REQUIRE(asked.size() >= 2);
    CHECK(asked.front().find("shops") != std::string::npos);
    const std::vector<std::string> cork = {"cork"};
    CHECK(knowledge.values.find(cork, cork).size() == 1);
    const auto planned = plan_question("unicorns of archive", knowledge, database.dialect());
    REQUIRE(std::holds_alternative<Abstention>(planned));
    CHECK(std::get<Abstention>(planned).text.find("Not all values of the database could be read") !=
          std::string::npos);
}

TEST_CASE("value index: spellings come in one order whatever the database's is", "[offline]") {
    const Indexed forward;
    ValueIndex backward;
    const auto& parts = *forward.catalog.find_table("parts");
    for (const char* value : {"in use", "In Use"})
        backward.add(parts, *parts.find_column("state"), value);

    const std::vector<std::string> words = {"in", "use"};
    const auto links = backward.find(words, words);

    REQUIRE(links.size() == 2);
    CHECK(links[0].value == forward.find("in use")[0].value);
}
