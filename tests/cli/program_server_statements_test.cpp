// The whole program and statements that are large, endless, or lose their server on the way.

#include "tests/support/model_question.h"
#include "tests/support/sanitized.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <thread>

namespace askdb::test {
namespace {

/// A database as the program opens it, and how rows without end are written in its SQL.
struct StatementSource {
    std::string name = {};
    std::string address;
    std::string password;
    std::string numbers = {};     ///< "numbers i" of two million rows, to stand behind FROM.
    std::string repeat_pre = {};  ///< repeat_pre + "1000" + repeat_post is a text of 1,000 x.
    std::string repeat_post = ")";
};

std::vector<StatementSource> statement_sources(const TempDatabase& file) {
    std::vector<StatementSource> sources = {
        {"SQLite", file.path(), "",
         "(with recursive g(i) as (select 1 union all select i + 1 from g where i < 2000000) "
         "select i from g) g",
         "replace(hex(zeroblob(", " / 2)), '0', 'x')"}};
    for (const TestServer& server : test_servers()) {
        sources.push_back({server.name, server.url, server.password,
                           server.is_postgres() ? "generate_series(1, 2000000) as g(i)"
                                                : "(select seq as i from seq_1_to_2000000) g",
                           "repeat('x', "});
    }
    return sources;
}

ProgramStart statement_start(const StatementSource& source, const std::string& statement,
                             std::vector<std::string> more = {}) {
    ProgramStart start{.arguments = {"-d", source.address},
                       .environment = {{"ASKDB_PASSWORD", source.password}}};
    start.arguments.insert(start.arguments.end(), more.begin(), more.end());
    start.arguments.insert(start.arguments.end(), {"sql", statement});
    return start;
}

/// A statement that runs for minutes, in a session that the server can find by its mark.
class EndlessStatement {
  public:
    explicit EndlessStatement(const TestServer& server)
        : server_(server), mark_(unique_name("endless")) {}

    ProgramStart start(std::vector<std::string> more = {}) const {
        const bool is_postgres = server_.is_postgres();
        const std::string from =
            is_postgres ? "generate_series(1, 1000000) a, generate_series(1, 1000000) b"
                        : "seq_1_to_1000000 a, seq_1_to_1000000 b where a.seq + b.seq < 0";
        return statement_start(
            {.address = server_.url + (is_postgres ? "?application_name=" + mark_ : ""),
             .password = server_.password},
            "select count(*) as " + mark_ + " from " + from, std::move(more));
    }

    /// Waits until that many sessions run it; false after 20 s.
    bool wait_for_sessions(const std::string& count) const {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (std::chrono::steady_clock::now() < end) {
            if (server_.value_as_owner("select count(*) from " + sessions()) == count) return true;
        }
        return false;
    }

    void kill_session() const {
        if (server_.is_postgres()) {
            server_.run_as_owner({"select pg_terminate_backend(pid) from " + sessions()});
        } else {
            server_.run_as_owner(
                {"kill " + server_.value_as_owner("select id from " + sessions())});
        }
    }

  private:
    std::string sessions() const {
        if (server_.is_postgres()) {
            // For a while: what the connection asks for itself is over sooner.
            return "pg_stat_activity where state = 'active' and application_name = '" + mark_ +
                   "' and clock_timestamp() - query_start > interval '200 ms'";
        }
        return "information_schema.processlist where info like 'select count(*) as " + mark_ + "%'";
    }

    const TestServer& server_;
    std::string mark_;
};

}

TEST_CASE("program: an endless statement is exit 4 in time, and ends on the server",
          "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const EndlessStatement endless(server);

        const ProgramEnd end = run_program(endless.start({"--timeout", "1"}));

        CHECK(end.exit_code == 4);
        CHECK(end.out.empty());
        CHECK(end.err == "askdb: the statement was ended: it took longer than the limit of 1 s\n");
        CHECK(end.took < std::chrono::seconds(15));
        CHECK(endless.wait_for_sessions("0"));
    }
}

TEST_CASE("program: SIGINT ends an endless statement with 130, on the server too",
          "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const EndlessStatement endless(server);
        Program program(endless.start());
        REQUIRE(endless.wait_for_sessions("1"));

        program.send(SIGINT);
        const ProgramEnd end = program.wait();

        CHECK(end.exit_code == 130);
        CHECK(end.out.empty());
        CHECK(endless.wait_for_sessions("0"));
    }
}

TEST_CASE("program: a server that ends the session is exit 3, in one line", "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const EndlessStatement endless(server);
        Program program(endless.start());
        REQUIRE(endless.wait_for_sessions("1"));

        endless.kill_session();
        const ProgramEnd end = program.wait();

        INFO(end.err);
        CHECK(end.exit_code == 3);
        CHECK(end.out.empty());
        CHECK(end.err.starts_with("askdb: the connection to "));
        CHECK(end.err.find("was lost") != std::string::npos);
        CHECK(std::count(end.err.begin(), end.err.end(), '\n') == 1);
    }
}

TEST_CASE("program: a session that dies between two fetches gives no half of a result",
          "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;  // The other driver has the whole result by then.
        const std::string mark = unique_name("fetching");
        Program program(statement_start(
            {.address = server.url + "?application_name=" + mark, .password = server.password},
            "select i, md5(i::text) from generate_series(1, "
            "20000000) as g(i)",
            {"--max-rows", "20000000", "--data", "table"}));
        const auto end_of_patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        const std::string kill =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity "
            "where query like '%FETCH FORWARD 256%' and application_name = '" +
            mark + "'";
        while (server.value_as_owner(kill) == "0") {
            REQUIRE(std::chrono::steady_clock::now() < end_of_patience);
        }

        const ProgramEnd end = program.wait();

        CHECK(end.exit_code == 3);
        CHECK(end.out.empty());
        CHECK(end.err.find("was lost") != std::string::npos);
    }
}

TEST_CASE("program: a cell of ten million bytes comes out whole in every format",
          "[program][servers]") {
    constexpr std::size_t size = 10'000'000;
    const TempDatabase file("create table t (a)");
    for (const StatementSource& source : statement_sources(file)) {
        const std::string statement = "select " + source.repeat_pre + std::to_string(size) +
                                      source.repeat_post + " as big, 'after' as y";
        const auto end_of = [&](const std::string& format) {
            return run_program(statement_start(source, statement, {"--data", format}));
        };
        const auto count_x = [](const ProgramEnd& end) {
            return std::count(end.out.begin(), end.out.end(), 'x');
        };
        INFO(source.name);

        const ProgramEnd csv = end_of("csv"), json = end_of("json");

        CHECK(csv.out == "big,y\n" + std::string(size, 'x') + ",after\n");
        CHECK(count_x(json) == size);
        CHECK(json.out.ends_with("\",\"y\":\"after\"}\n]\n"));
        CHECK(csv.exit_code + json.exit_code == 0);
        if (source.name != "SQLite") continue;  // The slowest writer, the same for all.
        const ProgramEnd table = end_of("table");
        CHECK(count_x(table) == size);
        CHECK(table.out.find("after") != std::string::npos);
        CHECK(table.exit_code == 0);
    }
}

TEST_CASE("program: a thousand columns and a name of 300 characters", "[program][servers]") {
    const TempDatabase file("create table t (a)");
    std::string columns = "0 as c0", names = "c0", values = "0", expression = "1";
    for (int i = 1; i < 1000; ++i) {
        const std::string number = std::to_string(i);
        columns += ", " + number + " as c" + number;
        names += ",c" + number;
        values += "," + number;
    }
    while (expression.size() < 300) expression += " + 1";
    for (const StatementSource& source : statement_sources(file)) {
        INFO(source.name);

        const ProgramEnd wide = run_program(statement_start(source, "select " + columns));
        const ProgramEnd named = run_program(statement_start(source, "select " + expression));

        CHECK(wide.out == names + "\n" + values + "\n");
        CHECK(named.exit_code == 0);
        CHECK(named.out.ends_with("\n" + std::to_string((expression.size() + 3) / 4) + "\n"));
    }
}

TEST_CASE("program: two million rows of a table take no more memory than their limits",
          "[program][servers][memory]") {
    // The program itself and its output; the limit of 64 MiB a few times, for what grows while it
    // is read; and once more for a driver that keeps a copy.
    [[maybe_unused]] constexpr std::size_t most_mib_of_few_rows = 64, most_mib_within_limits = 352;
    const TempDatabase file("create table t (a)");
    for (const StatementSource& source : statement_sources(file)) {
        const std::string long_text = source.repeat_pre + "2000" + source.repeat_post;
        const std::string statement = "select i, " + long_text + " from " + source.numbers;
        INFO(source.name);

        const ProgramEnd few =
            run_program(statement_start(source, statement, {"--max-rows", "1000"}));
        const ProgramEnd all = run_program(
            statement_start(source, statement, {"--data", "table", "--max-rows", "2000000"}));

        CHECK(few.exit_code == 7);
        CHECK(std::count(few.out.begin(), few.out.end(), '\n') == 1001);
        INFO(all.err);
        CHECK(all.exit_code == 7);
        // A sanitizer's own memory counts, too: less fits then.
        CHECK((is_sanitized || all.out.size() > 64u << 20));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        CHECK(few.peak_mib > 0);
        CHECK(few.peak_mib < most_mib_of_few_rows);
        CHECK(all.peak_mib < most_mib_within_limits);
#endif
    }
}

}
