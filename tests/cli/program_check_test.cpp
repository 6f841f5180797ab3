// askdb sql --check: judging without running.

#include "tests/support/model_question.h"

#include <catch2/catch.hpp>

namespace askdb::test {
namespace {

ProgramEnd check_by(const std::string& dialect, const std::string& sql) {
    return run_program({.arguments = {"sql", "--check", "--dialect", dialect}, .input = sql});
}

}

TEST_CASE("program: sql --check says by its exit code whether a statement only reads",
          "[program]") {
    for (const char* dialect : {"sqlite", "postgres", "mysql", "sqlserver", "generic"}) {
        const ProgramEnd reads = check_by(dialect, "SELECT a FROM t\n");
        const ProgramEnd writes = check_by(dialect, "DELETE FROM t");
        const ProgramEnd empty = check_by(dialect, " \n");

        INFO(dialect);
        CHECK(reads.exit_code == 0);
        CHECK((reads.out + reads.err).empty());
        CHECK(writes.exit_code == 6);
        CHECK(writes.out.empty());
        CHECK(writes.err == "askdb: DELETE is not allowed: askdb only reads\n");
        CHECK(empty.exit_code == 6);
    }
}

TEST_CASE("program: sql --check refuses what it does not understand", "[program]") {
    CHECK(check_by("postgres", "SELEC 1").exit_code == 6);
    CHECK(check_by("sqlite", "SELECT ?1").exit_code == 6);
    CHECK(check_by("mysql", "-- nothing else").exit_code == 6);
}

TEST_CASE("program: sql --check takes the dialect of the database, and runs nothing", "[program]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd reads =
        run_program({.arguments = {"-d", shop.path(), "sql", "--check", "SELECT * FROM nowhere"}});
    const ProgramEnd writes =
        run_program({.arguments = {"-d", shop.path(), "sql", "--check", "VACUUM"}});

    CHECK(reads.exit_code == 0);
    CHECK((reads.out + reads.err).empty());
    CHECK(writes.exit_code == 6);
}

TEST_CASE("program: sql --check with options that do not fit is exit 2", "[program]") {
    const std::vector<std::vector<std::string>> cases = {
        {"sql", "--check", "--dialect", "pstgres", "SELECT 1"},
        {"sql", "--dialect", "postgres", "SELECT 1"},
        {"sql", "--check", "--dialect", "postgres", "--data", "csv", "SELECT 1"},
        {"sql", "--check", "SELECT 1"},
        {"tables", "--check"},
    };
    for (const auto& arguments : cases) {
        const ProgramEnd end = run_program({.arguments = arguments});
        INFO(end.err);
        CHECK(end.exit_code == 2);
    }
}

}
