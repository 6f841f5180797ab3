#include "tests/support/program.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace askdb::test {
namespace {

/// A database of so many tables that its catalog is kept, and a folder for that.
struct BigFixture {
    TempFolder home;
    std::string database = make_database(home, many_tables());

    static std::string many_tables() {
        std::string sql = "BEGIN;";
        for (int i = 0; i < 250; ++i)
            sql += "CREATE TABLE ledger_" + std::to_string(i) + "(entry TEXT, amount REAL);";
        return sql +
               "CREATE TABLE pumps(pump_id INTEGER PRIMARY KEY, maker TEXT);"
               "INSERT INTO pumps VALUES (1, 'Acme'), (2, 'Bolt'); COMMIT";
    }
    ProgramEnd run(std::vector<std::string> words) const {
        words.insert(words.begin(), {"-d", database});
        return run_program({.arguments = std::move(words),
                            .environment = {{"XDG_CACHE_HOME", home.file("cache")}}});
    }
    std::size_t tables() const {
        const ProgramEnd end = run({"tables"});
        CHECK(end.exit_code == 0);
        CHECK(end.err.empty());
        return static_cast<std::size_t>(std::count(end.out.begin(), end.out.end(), '\n')) - 1;
    }
};

}

TEST_CASE("program: what tables and describe show is true, whatever was kept",
          "[catalog][program]") {
    const BigFixture fixture;
    REQUIRE(fixture.tables() == 251);
    REQUIRE(std::filesystem::exists(fixture.home.file("cache/askdb")));
    CHECK(fixture.tables() == 251);

    WritingHandle(fixture.database)
        .run(
            "DROP TABLE ledger_7; DROP TABLE ledger_8; ALTER TABLE pumps ADD COLUMN built DATE;"
            "INSERT INTO pumps VALUES (3, 'Acme', NULL)");

    CHECK(fixture.tables() == 249);
    CHECK(fixture.run({"describe", "pumps"}).out.find("built") != std::string::npos);
    const std::string listed = fixture.run({"tables"}).out;
    CHECK(listed.find("pumps,table,3,3") != std::string::npos);
}

TEST_CASE("program: rows that come are counted though the tables stay", "[catalog][program]") {
    const BigFixture fixture;
    CHECK(fixture.run({"tables"}).out.find("pumps,table,2,2") != std::string::npos);

    WritingHandle(fixture.database).run("INSERT INTO pumps VALUES (3, 'Acme'), (4, 'Bolt')");

    CHECK(fixture.run({"tables"}).out.find("pumps,table,2,4") != std::string::npos);
}

TEST_CASE("program: a kept catalog that is broken, or cannot be kept, changes no answer",
          "[catalog][program]") {
    const BigFixture fixture;
    const std::string right = fixture.run({"tables"}).out;
    namespace fs = std::filesystem;
    const std::string folder = fixture.home.file("cache/askdb");
    for (const auto& entry : fs::directory_iterator(folder))
        std::ofstream(entry.path()) << "broken";

    CHECK(fixture.run({"tables"}).out == right);
    fs::remove_all(fixture.home.file("cache"));
    CHECK(fixture.run({"tables"}).out == right);
    fs::remove_all(fixture.home.file("cache"));
    std::ofstream(fixture.home.file("cache")) << "a file";
    const ProgramEnd without = fixture.run({"tables"});

    CHECK(without.out == right);
    CHECK(without.err.empty());
}

TEST_CASE("program: a question finds its table among many, and asks a small database nothing more",
          "[catalog][program]") {
    const BigFixture fixture;

    const ProgramEnd end = fixture.run({"how many pumps are there?"});

    INFO(end.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out.find('2') != std::string::npos);
    const TempDatabase small("CREATE TABLE pumps(pump_id INTEGER)");
    const TempFolder home;
    run_program({.arguments = {"-d", small.path(), "how many pumps are there?"},
                 .environment = {{"XDG_CACHE_HOME", home.file("cache")}}});
    CHECK_FALSE(std::filesystem::exists(home.file("cache")));
}

}
