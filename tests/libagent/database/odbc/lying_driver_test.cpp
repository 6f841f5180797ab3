#include "libagent/database/database.h"
#include "libagent/database/dialect.h"
#include "libagent/database/odbc/odbc_source.h"
#include "tests/built_paths.h"
#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/streamed.h"

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

std::unique_ptr<Source> liar(std::shared_ptr<Reaper> reaper = std::make_shared<Reaper>()) {
    return make_odbc_source(
        {.address = std::string("Driver=") + ASKDB_LIAR_DRIVER + ";Server=x", .name = "liar"},
        std::move(reaper));
}

}

TEST_CASE("lying driver: values are whole, whatever it says of their size", "[odbc][liar]") {
    const auto connection = liar()->connect({});

    for (const char* sql : {"select letters", "select letters huge", "select letters none",
                            "select letters no_total", "select letters no_total huge"}) {
        INFO(sql);
        const Rows rows = rows_of(*connection, sql);
        REQUIRE(rows.row_count() == 1);
        CHECK(rows.cell(0, 0).text == std::string(200'000, 'x'));
        CHECK(rows.cell(0, 1).text == "\xC3\xA9\xF0\x9F\x98\x80");
        CHECK_FALSE(rows.truncated);
    }
}

TEST_CASE("lying driver: what is no number or date is a text, never another value",
          "[odbc][liar]") {
    const auto connection = liar()->connect({});

    const Rows numbers = rows_of(*connection, "select numbers");
    CHECK(numbers.cell(0, 0).text == "12");
    CHECK(numbers.cell(0, 1).text == "abc");
    CHECK(numbers.cell(0, 1).kind == Kind::text);
    CHECK(numbers.cell(0, 2).text == "12,5");
    CHECK(numbers.cell(0, 2).kind == Kind::text);
    CHECK(numbers.cell(0, 3).text == "");
    CHECK(numbers.cell(0, 5).text == "99999999999999999999999999");
    const Rows dates = rows_of(*connection, "select dates");
    CHECK(dates.cell(0, 0).kind == Kind::timestamp);
    CHECK(dates.cell(0, 1).text == "31.5.2024");
    CHECK(dates.cell(0, 1).kind == Kind::text);
    CHECK(dates.cell(0, 2).text == "infinity");
    CHECK(rows_of(*connection, "select nothing").row_count() == 0);
}

TEST_CASE("lying driver: an error without a word is an error with ours", "[odbc][liar]") {
    const auto connection = liar()->connect({});

    for (const char* sql : {"silent", "wordless"}) {
        INFO(sql);
        const Error error = error_of(*connection, sql);
        CHECK(error.code == Errc::bad_input);
        CHECK(error.message == "the driver refused the statement without a word");
    }
    CHECK(first_cell(*connection, "select numbers") == "12");
}

TEST_CASE("lying driver: a limit holds where nothing says how long a value is", "[odbc][liar]") {
    const auto connection = liar()->connect({});

    const Error error = error_of(*connection, "select letters no_total", {.bytes = 10'000});

    CHECK(error.code == Errc::limit);
}

TEST_CASE("lying driver: one that says nothing of itself gets the plainest card", "[odbc][liar]") {
    Database database("liar", liar());

    const Dialect& dialect = database.server_dialect({});

    CHECK(dialect.name == "generic");
    CHECK(dialect.card.find("An SQL database") != std::string_view::npos);
    CHECK(dialect.year_of == nullptr);
    CHECK(dialect.first_rows.empty());
    CHECK(dialect.identifier_quote == '"');
    CHECK_THROWS_AS(database.catalog({}), Failure);
}

TEST_CASE("lying driver: a reading that was left alone ends, whoever waited for it has gone",
          "[odbc][stream][liar]") {
    for (const bool is_stopped : {false, true}) {
        INFO(is_stopped);
        const auto reaper = std::make_shared<Reaper>();
        const auto connection = liar(reaper)->connect({});
        std::stop_source stop;
        // In the time that the reader is given to end by itself.
        std::jthread stopper([&, until = Clock::now() + 170ms] {
            std::this_thread::sleep_until(until);
            if (is_stopped) stop.request_stop();
        });
        KeptRows sink;

        try {
            const auto end = connection->stream("select letters endless late", {.timeout = 100ms},
                                                sink, stop.get_token());
            CHECK_FALSE(end);
        } catch (const Stopped&) {
            CHECK(is_stopped);
        }

        const auto patience = Clock::now() + 10s;
        while (reaper->abandoned() > 0 && Clock::now() < patience) std::this_thread::yield();
        CHECK(reaper->abandoned() == 0);
    }
}
