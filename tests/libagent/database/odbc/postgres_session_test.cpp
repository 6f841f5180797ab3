#include "libagent/database/odbc/postgres_session.h"

#include "libagent/database/write_connection.h"
#include "tests/libagent/database/odbc/server_fixture.h"

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;
using std::chrono::milliseconds;

namespace {

/// A role whose own limits are tighter than ours; dropped with the object.
class HurriedRole {
  public:
    explicit HurriedRole(const TestServer& server)
        : server_(server), name_(unique_name("hurried")) {
        server_.run_as_owner({"create role " + name_ + " login password 'x'",
                              "alter role " + name_ + " set statement_timeout = '300ms'",
                              "alter role " + name_ + " set lock_timeout = '200ms'"});
    }
    ~HurriedRole() {
        try {
            server_.run_as_owner({"drop role " + name_});
        } catch (const std::exception& error) {
            WARN("left behind: " << error.what());
        }
    }
    HurriedRole(const HurriedRole&) = delete;
    HurriedRole& operator=(const HurriedRole&) = delete;

    std::unique_ptr<Source> source() const {
        return make_odbc_source({.address = server_.url, .user = name_, .password = "x"});
    }

  private:
    TestServer server_;
    std::string name_;
};

}

TEST_CASE("postgres session: the server's limit comes after ours, unless the role's is tighter",
          "[odbc]") {
    CHECK(postgres_statement_limit(milliseconds(500), {}) == milliseconds(1500));
    CHECK(postgres_statement_limit(milliseconds(500), {.statement = milliseconds(300)}) ==
          milliseconds(300));
}

TEST_CASE("postgres session: a role's own tighter limits hold, and are told as its own",
          "[odbc][servers][write]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const HurriedRole role(server);
        const auto reading = role.source()->connect({});
        const auto writing = role.source()->connect_for_writing({});
        const std::string endless = endless_statement(server);

        const Error read = error_of(*reading, endless, {.timeout = std::chrono::seconds(20)});
        const auto written = writing->run(endless, {.timeout = std::chrono::seconds(20)}, {});

        CHECK(first_cell(*reading, "show lock_timeout") == "200ms");
        CHECK(read.code == Errc::timeout);
        CHECK(read.message.find("statement timeout") != std::string::npos);
        REQUIRE_FALSE(written);
        CHECK(written.error().code == Errc::timeout);
        CHECK(written.error().message == read.message);
        const auto locks = writing->run("select current_setting('lock_timeout')", {}, {});
        REQUIRE(locks);
        CHECK(locks.value().rows.cell(0, 0).text == "200ms");
    }
}

TEST_CASE("postgres session: a role without limits gets ours", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const auto connection = connect_to(server);

        CHECK(first_cell(*connection, "show lock_timeout") == "10s");
        CHECK(first_cell(*connection, "show timezone") == "UTC");
        CHECK(first_cell(*connection, "show intervalstyle") == "postgres");
    }
}
