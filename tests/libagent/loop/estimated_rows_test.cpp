// A limit on what the engine expects of a statement, before a fake PostgreSQL.

#include "libagent/loop/ask.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/fake_database.h"

#include <catch2/catch.hpp>

#include <atomic>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::queries;
using test::says;

constexpr const char* large = "SELECT * FROM large";
constexpr const char* small = "SELECT * FROM small";

/// A server that speaks PostgreSQL's dialect, explains, and counts what it runs.
class PlanningSource : public test::FakeSource {
  public:
    explicit PlanningSource(std::atomic<int>& ran) : FakeSource(behaviour(ran)) {}
    const database::Dialect& dialect() const override {
        return *database::find_dialect("postgres");
    }

  private:
    static test::FakeBehaviour behaviour(std::atomic<int>& ran) {
        test::FakeBehaviour fake;
        fake.query = [&ran](std::string_view sql) {
            database::Rows rows;
            rows.columns.push_back({.name = "n"});
            const bool is_plan = sql.starts_with("EXPLAIN (FORMAT JSON) SELECT");
            const bool is_large = sql.find("large") != std::string_view::npos;
            if (!is_plan) ++ran;
            rows.append(database::Kind::text,
                        !is_plan   ? "7"
                        : is_large ? R"([{"Plan":{"Node Type":"Seq Scan","Plan Rows":5000000}}])"
                                   : R"([{"Plan":{"Node Type":"Seq Scan","Plan Rows":12}}])");
            return rows;
        };
        return fake;
    }
};

struct Planned : AgentFixture {
    explicit Planned(std::vector<models::ModelReply> script)
        : AgentFixture(std::move(script)),
          planning("sales", std::make_unique<PlanningSource>(ran)),
          planned{&planning} {
        agent.databases = planned;
        agent.limits.max_estimated_rows = 1'000;
    }

    std::atomic<int> ran = 0;
    database::Database planning;
    std::vector<database::Database*> planned;
};

}

TEST_CASE("estimated rows: the model is told, and may write a cheaper statement",
          "[loop][limits][estimate]") {
    Planned turn({queries(large), queries(small), says("Seven.")});

    const chat::Answer answer = turn.ask("How many?");

    CHECK(answer.stopped_by.empty());
    CHECK(answer.response == "Seven.");
    CHECK(turn.ran == 1);
    REQUIRE(answer.workflow.size() == 2);
    CHECK(answer.workflow[0].error.find("about 5,000,000 rows") != std::string::npos);
    CHECK(answer.workflow[0].error.find("max_estimated_rows is 1,000") != std::string::npos);
    CHECK(answer.warnings.empty());
}

TEST_CASE("estimated rows: an answer after which none ran, or none at all, is the limit's",
          "[loop][limits][estimate]") {
    Planned gives_up({queries(small), queries(large), says("Too much to read.")});
    Planned insists({queries(large)});
    models::ModelReply abstains = says("It cannot be read.");
    abstains.abstained = true;
    Planned abstaining({queries(large), abstains});

    const chat::Answer partial = gives_up.ask("How many?");
    const chat::Answer stopped = insists.ask("How many?");
    const chat::Answer abstained = abstaining.ask("How many?");

    CHECK(partial.stopped_by == "max_estimated_rows");
    CHECK(partial.response == "Too much to read.");
    CHECK(stopped.stopped_by == "max_estimated_rows");
    CHECK(insists.ran == 0);
    CHECK(insists.model.requests.size() ==
          static_cast<std::size_t>(insists.agent.limits.max_sql_retries) + 2);
    CHECK(abstained.stopped_by == "max_estimated_rows");
}

TEST_CASE("estimated rows: without the limit nobody asks for a plan; SQL alone is not run",
          "[loop][limits][estimate]") {
    Planned unlimited({queries(large), says("Seven.")});
    unlimited.agent.limits.max_estimated_rows = 0;
    Planned sql_only({queries(large)});

    CHECK(unlimited.ask("How many?").stopped_by.empty());
    CHECK(unlimited.ran == 1);
    CHECK(sql_only.ask("How many?", true).response == large);
}

TEST_CASE("estimated rows: what runs what it explains is held, what only shows is not told of",
          "[loop][limits][estimate]") {
    Planned analyzed({queries("EXPLAIN (ANALYZE) SELECT * FROM large"), says("Too many.")});
    Planned shown({queries("SHOW server_version"), says("Seven.")});

    const chat::Answer held = analyzed.ask("How long?");
    const chat::Answer told = shown.ask("Which version?");

    CHECK(analyzed.ran == 0);
    CHECK(held.workflow[0].error.find("max_estimated_rows is 1,000") != std::string::npos);
    CHECK(shown.ran == 1);
    CHECK(told.warnings.empty());
}

TEST_CASE("estimated rows: SQLite gives none, which is said once", "[loop][limits][estimate]") {
    AgentFixture turn({queries("SELECT 1"), queries("SELECT 2"), says("Two.")});
    turn.agent.limits.max_estimated_rows = 1;

    const chat::Answer answer = turn.ask("How many?");

    CHECK(answer.stopped_by.empty());
    REQUIRE(answer.warnings.size() == 1);
    CHECK(answer.warnings[0].check == "estimate");
    CHECK(answer.warnings[0].message ==
          "max_estimated_rows cannot limit what 'shop' reads: SQLite gives no estimate");
}

}
