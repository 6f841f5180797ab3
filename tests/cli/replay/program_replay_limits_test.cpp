// The whole program: what runs again is held by the limits that hold for typed SQL.
#include "tests/cli/replay/replay_runs.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>

namespace askdb::test {

TEST_CASE("replay: the limit of expected rows holds as for typed SQL", "[program][replay]") {
    ReplayRuns runs(asks(all_towns));
    runs.ask("Which towns?");
    const Environment limit = {{"ASKDB_MAX_ESTIMATED_ROWS", "1"}};

    for (const std::vector<std::string>& words :
         {std::vector<std::string>{}, {"--check"}, {"--output", "json"}}) {
        const ProgramEnd end = runs.replay(words, limit);
        CHECK(end.exit_code == 0);
        CHECK(tells(end, "max_estimated_rows cannot limit what 'towns' reads"));
    }
}

TEST_CASE("replay: what an engine expects to be too much is not run",
          "[program][replay][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        ReplayRuns runs(asks(server.is_postgres() ? "SELECT i FROM generate_series(1, 5000) i"
                                                  : "SELECT seq FROM seq_1_to_5000"));
        runs.database = server.url;
        runs.password = server.password;
        runs.ask("Which numbers?");
        const Environment limit = {{"ASKDB_MAX_ESTIMATED_ROWS", "1000"}};

        const ProgramEnd printed = runs.replay({"-d", server.url}, limit);
        const ProgramEnd checked = runs.replay({"-d", server.url, "--check"}, limit);

        INFO(printed.err << checked.err);
        CHECK(printed.exit_code == 7);
        CHECK(printed.out.empty());
        CHECK(tells(printed, "expects about 5,000 rows"));
        CHECK(runs.replay({"-d", server.url, "--max-estimated-rows", "9000"}, limit).exit_code ==
              0);
        CHECK(checked.exit_code == 7);
        CHECK(tells(checked, "turn 1, r1: not compared: the database expects about 5,000 rows"));
    }
}

}
