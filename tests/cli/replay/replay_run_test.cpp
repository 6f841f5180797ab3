#include "cli/replay/replay_run.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/environment.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/progress.h"
#include "cli/render/terminal.h"
#include "sessions/memory_store.h"
#include "tests/cli/render/captured.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

namespace askdb::cli {
namespace {

constexpr std::string_view three_numbers =
    "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2), (3)";

/// A conversation about a database 't' whose steps a test writes down.
struct Rerun {
    explicit Rerun(std::vector<chat::Step> steps) : kept(std::move(steps)) {
        args.databases = config.databases = {path};
        for (const chat::Step& step : kept)
            plan.push_back({.turn = 1, .kept = &step, .database = "t"});
    }

    /// The step goes over the result of another.
    void reads(std::size_t index, std::size_t other) {
        plan[index].reads_results = true;
        plan[index].needs.push_back(other);
    }
    ReplayRun run() { return {{context, *archive, key, databases}, plan}; }

    test::TempFolder folder;
    std::string path = test::make_database(folder, three_numbers, "t.db");
    std::vector<chat::Step> kept;
    std::vector<ReplayStep> plan;
    Args args = parse_args(std::vector<const char*>{"replay", "one"}).value_or_throw();
    Config config;
    Environment environment;
    Terminal terminal;
    test::Captured out, said;
    Output output{out.writer()};
    Messages messages{said.writer(), false};
    CommandContext context{args, config, environment, terminal, output, messages, {}};
    Progress progress{messages, false, 80};
    std::unique_ptr<session::SessionArchive> archive = sessions::make_memory_store();
    session::SessionKey key{"ann", "one"};
    ReplayDatabases databases{context, progress, {"t"}};
};

chat::Step step_of(std::string handle, std::string sql) {
    return {.handle = std::move(handle), .sql = std::move(sql)};
}

}

TEST_CASE("replay run: what a statement reads is made first, through all that this reads",
          "[cli][replay]") {
    Rerun rerun({step_of("r1", "SELECT n FROM t"), step_of("r2", "SELECT n FROM r1 WHERE n > 1"),
                 step_of("r3", "SELECT sum(n) AS n FROM r2")});
    rerun.reads(1, 0);
    rerun.reads(2, 1);
    ReplayRun run = rerun.run();

    CHECK_FALSE(run.make_needs(2));
    const database::Rows rows = run.rows_of(2, run.limits_as_kept(2)).value_or_throw();

    REQUIRE(rows.row_count() == 1);
    CHECK(rows.cell(0, 0).text == "5");
}

TEST_CASE("replay run: what cannot be made tells which result it is, each time", "[cli][replay]") {
    Rerun rerun({step_of("r1", "SELECT gone FROM t"), step_of("r2", "SELECT gone FROM r1")});
    rerun.reads(1, 0);
    ReplayRun run = rerun.run();

    for (int time = 0; time < 2; ++time) {
        const std::optional<Error> error = run.make_needs(1);
        REQUIRE(error);
        CHECK(error->code == Errc::bad_input);  // As the database says it: the schema drifted.
        CHECK(error->message == "r1, which it reads: no such column: gone");
    }
}

TEST_CASE("replay run: where kept rows are to stand in and are gone, no schema is to blame",
          "[cli][replay]") {
    Rerun rerun({step_of("r1", "DELETE FROM t RETURNING n"), step_of("r2", "SELECT n FROM r1")});
    rerun.reads(1, 0);
    rerun.plan[0].why_not = "it changed data, which is not done again";
    ReplayRun run = rerun.run();

    const std::optional<Error> error = run.make_needs(1);

    REQUIRE(error);
    CHECK(error->code == Errc::no_answer);
    CHECK(error->message ==
          "r1, which it reads: it changed data, which is not done again, and its "
          "rows are not kept");
    database::Rows rows;
    rows.columns = {{.name = "n"}};
    rows.append(database::Kind::integer, "7");
    run.keep(0, std::move(rows));
    CHECK(run.rows_of(1, run.limits_as_kept(1)).value_or_throw().cell(0, 0).text == "7");
}

TEST_CASE("replay run: a result that was cut is made as long as it was", "[cli][replay]") {
    chat::Step cut = step_of("r1", "SELECT n FROM t"), whole = step_of("r2", "SELECT n FROM t");
    cut.rows = whole.rows = 2;
    cut.truncated = true;
    Rerun rerun({cut, whole});
    ReplayRun run = rerun.run();

    const database::Rows rows = run.rows_of(0, run.limits_as_kept(0)).value_or_throw();

    CHECK(rows.row_count() == 2);
    CHECK(rows.truncated);
    CHECK(run.rows_of(1, run.limits_as_kept(1)).value_or_throw().row_count() == 3);
}

TEST_CASE("replay run: what would write is refused", "[cli][replay]") {
    Rerun rerun({step_of("r1", "DELETE FROM t")});
    ReplayRun run = rerun.run();

    CHECK(run.rows_of(0, run.limits_as_kept(0)).error().code == Errc::refused);
}

}
