#include "cli/repl/statement_run.h"

#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/fake_database.h"
#include "tests/support/scripted_approver.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

namespace askdb::cli::repl {
namespace {

database::Rows two_rows() {
    database::Rows rows;
    rows.columns = {{.name = "n"}};
    rows.append(database::Kind::integer, "1");
    rows.append(database::Kind::integer, "2");
    return rows;
}

}

TEST_CASE("statement run: what names results only runs over them", "[repl]") {
    results::ResultStore results;
    CHECK_FALSE(names_results_only("SELECT * FROM r1", results));
    results.add("plant", "SELECT n FROM t", two_rows());
    results.add("plant", "SELECT n FROM t", two_rows());

    CHECK(names_results_only("SELECT * FROM r1", results));
    CHECK(names_results_only("select * from R1 join r2 using (n); -- both", results));
    CHECK(names_results_only("WITH x AS (SELECT * FROM r1) SELECT * FROM x", results));
    CHECK_FALSE(names_results_only("SELECT * FROM r1 JOIN t USING (n)", results));
    CHECK_FALSE(names_results_only("SELECT * FROM main.r1", results));
    CHECK_FALSE(names_results_only("SELECT 'r1'", results));
    CHECK_FALSE(names_results_only("SELECT * FROM r3", results));
}

TEST_CASE("statement run: reads in the database or over results, and refuses what writes",
          "[repl]") {
    const test::TempDatabase file("CREATE TABLE t(n INTEGER); INSERT INTO t VALUES (1), (2), (3);");
    database::Database database("plant", database::make_sqlite_source(file.path(), {}));
    results::ResultStore results;
    results.add("plant", "SELECT n FROM t", two_rows());
    const StatementPlace place{database, results};

    const StatementDone read = run_statement(place, "SELECT n FROM t", {});
    CHECK(read.rows.row_count() == 3);
    CHECK(read.database == "plant");
    const StatementDone over = run_statement(place, "SELECT sum(n) FROM r1", {});
    CHECK(over.rows.cell(0, 0).text == "3");
    CHECK(over.database.empty());
    CHECK_THROWS_AS(run_statement(place, "DELETE FROM t", {}), Failure);
    CHECK_THROWS_AS(run_statement(place, "SELECT nope FROM t", {}), Failure);
}

TEST_CASE("statement run: rows are as old as the moment before, or what they are made of",
          "[repl]") {
    const WallTime begin = std::chrono::system_clock::now();
    WallTime ran = {};
    test::FakeBehaviour behaviour;
    behaviour.query = [&](std::string_view) -> Result<database::Rows> {
        ran = std::chrono::system_clock::now();
        return two_rows();
    };
    database::Database database("plant", std::make_unique<test::FakeSource>(behaviour));
    results::ResultStore results;
    const WallTime day_ago = begin - std::chrono::hours(24);
    results.add("plant", "SELECT n FROM t", two_rows(), day_ago);
    const StatementPlace place{database, results};

    const StatementDone read = run_statement(place, "SELECT n FROM t", {});
    CHECK(read.as_of >= begin);
    CHECK(read.as_of <= ran);
    CHECK(run_statement(place, "SELECT sum(n) FROM r1", {}).as_of == day_ago);
}

TEST_CASE("statement run: a change is made when somebody approves of it", "[repl]") {
    const test::TempDatabase file("CREATE TABLE t(n INTEGER); INSERT INTO t VALUES (1), (2), (3);");
    database::Database database("plant", database::make_sqlite_source(file.path(), {}));
    const results::ResultStore results;
    test::ScriptedApprover approver({tools::Approval::no, tools::Approval::yes});
    const StatementPlace place{database, results, &approver};

    CHECK_THROWS_AS(run_statement(place, "DELETE FROM t WHERE n = 1", {}), Failure);
    const StatementDone done = run_statement(place, "DELETE FROM t WHERE n = 1", {});

    CHECK(done.committed.find("1 row") != std::string::npos);
    CHECK(run_statement(place, "SELECT * FROM t", {}).rows.row_count() == 2);
}

}
