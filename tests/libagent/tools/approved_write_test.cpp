#include "libagent/tools/approved_write.h"

#include "libagent/database/write_connection.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/fake_database.h"
#include "tests/support/scripted_approver.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <string>

using namespace askdb;
using namespace askdb::test;
using namespace askdb::tools;

namespace {

/// The shop and somebody who may approve what is written to it.
struct ApprovedShop {
    explicit ApprovedShop(std::vector<Approval> answers) : shop({}), approver(std::move(answers)) {}

    WriteOutcome write(std::string_view sql) {
        return write_approved(shop.database, approver, {.sql = sql}, shop.stop.get_token());
    }
    std::string value(const std::string& sql) {
        return std::string(shop.database.query(sql, {}, {}).value_or_throw().cell(0, 0).text);
    }

    AgentFixture shop;
    ScriptedApprover approver;
};

/// Commits everything at once, and ends every statement with an error.
class LateConnection : public database::WriteConnection {
  public:
    explicit LateConnection(Error error) : error_(std::move(error)) {}
    std::string no_way_back(const database::WriteSummary&, std::stop_token) override {
        return "it stays";
    }
    Result<database::Written> run(std::string_view, const database::Limits&,
                                  std::stop_token) override {
        return Error{Errc::refused, "this is not run in a transaction"};
    }
    Result<database::Written> run_at_once(std::string_view, const database::Limits&,
                                          std::stop_token) override {
        return error_;
    }
    std::optional<Error> commit() override { return std::nullopt; }
    void roll_back() noexcept override {}

  private:
    Error error_;
};

class LateSource : public FakeSource {
  public:
    explicit LateSource(Error error) : FakeSource({}), error_(std::move(error)) {}
    std::unique_ptr<database::WriteConnection> connect_for_writing(std::stop_token) const override {
        return std::make_unique<LateConnection>(error_);
    }

  private:
    Error error_;
};

}

TEST_CASE("approved write: shows what was touched, then commits", "[write]") {
    ApprovedShop shop({Approval::yes});

    const WriteOutcome outcome = shop.write("UPDATE orders SET total = 1 WHERE customer_id = 1");

    REQUIRE(outcome.done);
    CHECK(outcome.done->touched == "UPDATE orders: 2 rows");
    REQUIRE(shop.approver.questions.size() == 1);
    CHECK(shop.approver.questions[0].touches == "UPDATE orders: 2 rows");
    CHECK(shop.approver.questions[0].was_run);
    CHECK(shop.approver.questions[0].warnings.empty());
    CHECK(shop.value("SELECT count(*) FROM orders WHERE total = 1") == "2");
}

TEST_CASE("approved write: no, or no answer, changes nothing", "[write]") {
    for (const Approval answer : {Approval::no, Approval::no_answer}) {
        ApprovedShop shop({answer});
        const std::string before = shop.shop.file.bytes();

        const WriteOutcome outcome = shop.write("DELETE FROM orders");

        REQUIRE(outcome.failure);
        CHECK(outcome.failure->not_approved);
        CHECK(outcome.failure->error.code == Errc::refused);
        CHECK_THAT(outcome.failure->error.message, Catch::Contains("nothing was changed"));
        CHECK(shop.shop.file.bytes() == before);
    }
}

TEST_CASE("approved write: every row is named loudly", "[write]") {
    ApprovedShop shop({Approval::no});

    (void)shop.write("DELETE FROM orders -- WHERE order_id = 1");

    REQUIRE(shop.approver.questions.size() == 1);
    CHECK(shop.approver.questions[0].touches == "DELETE from orders: all 5 rows");
    REQUIRE(shop.approver.questions[0].warnings.size() == 1);
    CHECK_THAT(shop.approver.questions[0].warnings[0], Catch::Contains("EVERY ROW"));
}

TEST_CASE("approved write: an approval is for one statement alone", "[write]") {
    ApprovedShop shop({Approval::yes, Approval::no});

    const WriteOutcome first = shop.write("DELETE FROM orders WHERE order_id = 1");
    const WriteOutcome again = shop.write("DELETE FROM orders WHERE order_id = 1");
    const WriteOutcome other = shop.write("DELETE FROM orders");

    CHECK(first.done);
    CHECK(again.failure);
    CHECK(other.failure);
    CHECK(shop.approver.questions.size() == 3);
    CHECK(shop.value("SELECT count(*) FROM orders") == "4");
}

TEST_CASE("approved write: nobody to ask means that nothing is even run", "[write]") {
    ApprovedShop shop({Approval::yes});
    shop.approver.nobody = Error{Errc::refused, "nobody is there"};

    const WriteOutcome outcome = shop.write("DELETE FROM orders");

    REQUIRE(outcome.failure);
    CHECK(outcome.failure->not_approved);
    CHECK(outcome.failure->error.message == "nobody is there");
    CHECK(shop.approver.questions.empty());
}

TEST_CASE("approved write: what fails, or is not allowed, is never asked", "[write]") {
    ApprovedShop shop({Approval::yes});
    for (const char* sql :
         {"INSERT INTO orders VALUES (1, 1, '2024-01-01', 5)", "DELETE FROM nothing", "VACUUM",
          "DELETE FROM orders; DROP TABLE orders", "SELECT 1"}) {
        INFO(sql);
        const WriteOutcome outcome = shop.write(sql);
        REQUIRE(outcome.failure);
        CHECK_FALSE(outcome.failure->not_approved);
    }
    CHECK(shop.approver.questions.empty());
    CHECK(shop.value("SELECT count(*) FROM orders") == "5");
}

TEST_CASE("approved write: a stop while somebody thinks rolls back", "[write]") {
    ApprovedShop shop({Approval::yes});
    const std::string before = shop.shop.file.bytes();
    shop.approver.while_thinking = [&](const std::stop_token&) { shop.shop.stop.request_stop(); };

    CHECK_THROWS_AS(shop.write("DELETE FROM orders"), Stopped);

    CHECK(shop.shop.file.bytes() == before);
}

TEST_CASE("approved write: a new table can be queried, and the catalog has it", "[write]") {
    ApprovedShop shop({Approval::yes});
    const database::Catalog& old = shop.shop.database.catalog({});
    const std::size_t before = old.tables.size();

    REQUIRE(shop.write("CREATE TABLE notes (note TEXT)").done);

    CHECK(shop.shop.database.catalog({}).tables.size() == before + 1);
    CHECK(old.tables.size() == before);  // Whoever still looks at it may.
    CHECK(shop.value("SELECT count(*) FROM notes") == "0");
}

TEST_CASE("approved write: what cannot be taken back and is ended by a limit may have been done",
          "[write]") {
    const auto message_after = [](Error error) {
        database::Database database("shop", std::make_unique<LateSource>(std::move(error)));
        ScriptedApprover approver({Approval::yes});

        const WriteOutcome outcome =
            write_approved(database, approver, {.sql = "DELETE FROM orders"}, {});

        REQUIRE(approver.questions.size() == 1);
        CHECK_FALSE(approver.questions[0].was_run);
        REQUIRE(outcome.failure);
        CHECK_FALSE(outcome.failure->not_approved);
        return outcome.failure->error.message;
    };

    CHECK(message_after({Errc::timeout, "it took too long"}) ==
          "it took too long; nobody knows whether it was done");
    CHECK(message_after({Errc::limit, "it took too much memory"}) ==
          "it took too much memory; nobody knows whether it was done");
    CHECK(message_after({Errc::bad_input, "no such table"}) == "no such table");
}

TEST_CASE("approved write: names with escape sequences show as text", "[write]") {
    ApprovedShop shop({Approval::no});

    (void)shop.write("CREATE TABLE \"a\x1b[2J\nUPDATE x: 0 rows\" (b INT)");

    REQUIRE(shop.approver.questions.size() == 1);
    CHECK(shop.approver.questions[0].touches.find('\x1b') == std::string::npos);
    CHECK(shop.approver.questions[0].touches.find('\n') == std::string::npos);
}

TEST_CASE("approved write: the same on servers, and MariaDB's tables are asked before",
          "[write][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const std::string table = unique_name("approved");
        database::Database database("shop", database::make_odbc_source(server.target()));
        ScriptedApprover yes({Approval::yes}), no({Approval::no});
        const auto write = [&](Approver& approver, const std::string& sql) {
            return write_approved(database, approver, {.sql = sql}, {});
        };

        REQUIRE(write(no, "create table " + table + " (id int primary key)").failure);
        REQUIRE(write(yes, "create table " + table + " (id int primary key)").done);
        REQUIRE(write(yes, "insert into " + table + " values (1), (2)").done);
        REQUIRE(write(no, "delete from " + table).failure);

        CHECK(no.questions[0].was_run == server.is_postgres());
        CHECK(no.questions[0].warnings.empty() == server.is_postgres());
        CHECK(no.questions[1].touches == "DELETE from " + table + ": all 2 rows");
        CHECK(database.query("select id from " + table, {}, {}).value_or_throw().row_count() == 2);
        REQUIRE(write(yes, "drop table " + table).done);
        CHECK_FALSE(database.query("select id from " + table, {}, {}));
    }
}
