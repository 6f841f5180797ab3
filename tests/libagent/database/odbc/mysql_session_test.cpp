#include "libagent/database/odbc/mysql_session.h"

#include "libagent/database/write_connection.h"
#include "tests/libagent/database/odbc/server_fixture.h"

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;
using std::chrono::milliseconds;

namespace {

/// A user whose own limit is tighter than ours; dropped with the object.
class HurriedUser {
  public:
    explicit HurriedUser(const TestServer& server)
        : server_(server), name_(unique_name("hurried")) {
        server_.run_as_owner(
            {"create user " + name_ + "@'127.0.0.1' identified by 'x' with max_statement_time 0.3",
             "grant all on shop.* to " + name_ + "@'127.0.0.1'"});
    }
    ~HurriedUser() {
        try {
            server_.run_as_owner({"drop user " + name_ + "@'127.0.0.1'"});
        } catch (const std::exception& error) {
            WARN("left behind: " << error.what());
        }
    }
    HurriedUser(const HurriedUser&) = delete;
    HurriedUser& operator=(const HurriedUser&) = delete;

    std::unique_ptr<Source> source() const {
        return make_odbc_source({.address = server_.url, .user = name_, .password = "x"});
    }

  private:
    TestServer server_;
    std::string name_;
};

}

TEST_CASE("mysql session: the server's limit comes after ours, unless the user's is tighter",
          "[odbc]") {
    CHECK(mysql_statement_limit(milliseconds(500), {}) == "max_statement_time = 1.500");
    CHECK(mysql_statement_limit(milliseconds(500), {.own_statement = milliseconds(300)}) ==
          "max_statement_time = 0.300");
    CHECK(mysql_statement_limit(milliseconds(500), {.is_mariadb = false}) ==
          "max_execution_time = 1500");
}

TEST_CASE("mysql session: a user's own tighter limit holds, and is told as its own",
          "[odbc][servers][write]") {
    for (const TestServer& server : test_servers()) {
        if (server.is_postgres()) continue;
        const HurriedUser user(server);
        const auto reading = user.source()->connect({});
        const auto writing = user.source()->connect_for_writing({});
        const std::string endless = endless_statement(server);

        const Error read = error_of(*reading, endless, {.timeout = std::chrono::seconds(20)});
        const auto written = writing->run(endless, {.timeout = std::chrono::seconds(20)}, {});

        CHECK(read.code == Errc::timeout);
        CHECK(read.message.find("max_statement_time") != std::string::npos);
        REQUIRE_FALSE(written);
        CHECK(written.error().code == Errc::timeout);
        CHECK(written.error().message == read.message);
    }
}

TEST_CASE("mysql session: what waits for a lock waits as long as we or the server say",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (server.is_postgres()) continue;
        const auto connection = connect_to(server);

        CHECK(first_cell(*connection, "select @@lock_wait_timeout") == "10");
        CHECK(first_cell(*connection, "select @@innodb_lock_wait_timeout") == "10");
        CHECK(first_cell(*connection, "select @@character_set_client") == "utf8mb4");
    }
}
