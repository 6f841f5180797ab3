#include "cli/row_estimate.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/environment.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "libagent/database/database.h"
#include "tests/cli/render/captured.h"
#include "tests/support/fake_database.h"

#include <catch2/catch.hpp>

namespace askdb::cli {
namespace {

/// A server that plans, or says why not; it is asked for nothing else.
class PlanningSource : public test::FakeSource {
  public:
    explicit PlanningSource(Result<std::string> plan)
        : FakeSource({.query = [plan](std::string_view sql) -> Result<database::Rows> {
              CHECK(sql.starts_with("EXPLAIN FORMAT=JSON SELECT"));
              if (!plan) return plan.error();
              database::Rows rows;
              rows.columns = {{.name = "EXPLAIN"}};
              rows.append(database::Kind::text, plan.value());
              return rows;
          }}) {}
    const database::Dialect& dialect() const override { return *database::find_dialect("mysql"); }
};

struct Judged {
    std::optional<Error> error;
    std::string said;
};

Judged judged(const Result<std::string>& plan, std::string_view sql, double most) {
    const Args args;
    Config config;
    config.limits.max_estimated_rows = most;
    const Environment environment;
    const Terminal terminal;
    test::Captured out, said;
    Output output(out.writer());
    Messages messages(said.writer(), false);
    const CommandContext context{args, config, environment, terminal, output, messages, {}};
    database::Database database("shop", std::make_unique<PlanningSource>(plan));
    auto error = judge_expected_rows(context, database, sql);
    return {std::move(error), said.so_far()};
}

constexpr const char* plan_of_5000 =
    R"({"query_block":{"table":{"table_name":"t","rows":5000,"filtered":100}}})";

}

TEST_CASE("expected rows: more than the limit is an error that says how to raise it", "[cli]") {
    const Judged most = judged(std::string(plan_of_5000), "SELECT 1 FROM t", 1'000);
    const Judged less = judged(std::string(plan_of_5000), "SELECT 1 FROM t", 10'000);
    const Judged analyzed = judged(std::string(plan_of_5000), "ANALYZE SELECT 1 FROM t", 1'000);

    REQUIRE(most.error);
    CHECK(most.error->code == Errc::limit);
    CHECK(most.error->message.find("about 5,000 rows") != std::string::npos);
    CHECK(most.error->hint.find("ASKDB_MAX_ESTIMATED_ROWS") != std::string::npos);
    CHECK_FALSE(less.error);
    CHECK(less.said.empty());
    CHECK(analyzed.error);
}

TEST_CASE("expected rows: a statement that runs without the plan it could have is told", "[cli]") {
    const Judged slow = judged(Error{Errc::timeout, "too slow"}, "SELECT 1 FROM t", 10);
    const Judged hidden = judged(Error{.code = Errc::bad_input,
                                       .message = "no privileges to explain the view",
                                       .sqlstate = "HY000"},
                                 "SELECT 1 FROM v", 10);
    const Judged wrong =
        judged(Error{.code = Errc::bad_input, .message = "no such column", .sqlstate = "42S22"},
               "SELECT x FROM t", 10);
    const Judged shown = judged(Error{Errc::timeout, "never asked"}, "SHOW TABLES", 10);

    for (const Judged* one : {&slow, &hidden, &wrong, &shown}) CHECK_FALSE(one->error);
    CHECK(slow.said.find("max_estimated_rows cannot limit what 'shop' reads") != std::string::npos);
    CHECK(hidden.said.find("max_estimated_rows cannot limit") != std::string::npos);
    CHECK(wrong.said.empty());  // Running it tells why.
    CHECK(shown.said.empty());
}

}
