// `askdb knowledge`, and what is kept on its way into answers, by the program itself.
#include "libagent/knowledge/folder.h"
#include "tests/support/program.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace askdb;
using namespace askdb::test;

namespace {

/// A configured database, and a folder of what is known about it.
struct KnownShop {
    TempDatabase file{
        "CREATE TABLE orders(id INTEGER PRIMARY KEY, total REAL);"
        "INSERT INTO orders VALUES (1, 5), (2, 7);"};
    TempFolder temp;
    knowledge::Folder folder{temp.file("askdb/knowledge")};

    KnownShop() {
        std::filesystem::create_directories(temp.path() / "askdb");
        std::ofstream(temp.file("askdb/config.toml"))
            << "[databases.shop]\npath = \"" << file.path() << "\"\n";
    }
    ProgramEnd run(std::vector<std::string> arguments, std::string in_folder = {}) const {
        return run_program({.arguments = std::move(arguments),
                            .environment = {{"XDG_CONFIG_HOME", temp.path().string()}},
                            .folder = in_folder.empty() ? temp.path().string() : in_folder});
    }
    void keep(std::string question, std::string sql, std::string database = "shop") const {
        keep_entry(folder, {.question = std::move(question),
                            .database = std::move(database),
                            .date = "2026-11-30",
                            .sql = std::move(sql)});
    }
};

}

TEST_CASE("knowledge: list shows what is kept, and where", "[knowledge][program]") {
    const KnownShop shop;
    shop.keep("Turnover?", "SELECT sum(total) FROM orders");
    std::ofstream(shop.folder.path + "/rules.md") << "Money is in EUR.\n";
    std::ofstream(shop.folder.path + "/bad.md") << "nonsense";

    const ProgramEnd end = shop.run({"knowledge", "list"});

    CHECK(end.exit_code == 0);
    CHECK(end.out == "kind,question,database,date,file\nrules,(1 line),,," + shop.folder.path +
                         "/rules.md\ngood,Turnover?,shop,2026-11-30," + shop.folder.path +
                         "/turnover.md\n");
    CHECK_THAT(end.err, Catch::Contains("bad.md:1: it does not begin with a line ---"));
}

TEST_CASE("knowledge: check finds what no longer runs", "[knowledge][program]") {
    const KnownShop shop;
    shop.keep("Turnover?", "SELECT sum(total) FROM orders");
    CHECK(shop.run({"knowledge", "check"}).exit_code == 0);

    shop.keep("Old?", "SELECT sum(totl) FROM orders");
    shop.keep("Bad?", "DELETE FROM orders");
    shop.keep("Elsewhere?", "SELECT 1", "other");
    const ProgramEnd end = shop.run({"knowledge", "check"});

    CHECK(end.exit_code == 1);
    CHECK_THAT(end.out, Catch::Contains("✓ " + shop.folder.path + "/turnover.md: Turnover?"));
    CHECK_THAT(end.out,
               Catch::Contains("old.md: Old?; its statement does not run: no such column"));
    CHECK_THAT(end.out, Catch::Contains("✗ " + shop.folder.path + "/bad.md: Bad?"));
    CHECK_THAT(end.out, Catch::Contains("no database named 'other' is known here"));
}

TEST_CASE("knowledge: check as JSON, with the exit code", "[knowledge][program]") {
    const KnownShop shop;
    shop.keep("Old?", "SELECT sum(totl) FROM orders");

    const ProgramEnd end = shop.run({"knowledge", "check", "--output", "json"});

    CHECK(end.exit_code == 1);
    CHECK_THAT(end.out, Catch::StartsWith(R"({"ok":false,"exit_code":1,"findings":[)"));
    CHECK_THAT(end.out, Catch::Contains(R"("verdict":"broken")"));
}

TEST_CASE("knowledge: check takes a database of -d, and says when nothing is kept",
          "[knowledge][program]") {
    const KnownShop shop;
    const ProgramEnd none = shop.run({"knowledge", "check"});
    CHECK(none.exit_code == 0);
    CHECK_THAT(none.out, Catch::Contains("nothing is kept yet"));

    shop.keep("Turnover?", "SELECT sum(total) FROM orders", "test");
    const ProgramEnd end = shop.run({"knowledge", "check", "-d", shop.file.path()});
    CHECK(end.exit_code == 0);
    CHECK_THAT(end.out, Catch::Contains("✓"));
}

TEST_CASE("knowledge: a verified question is answered by its statement", "[knowledge][program]") {
    const KnownShop shop;
    shop.keep("How are we doing?", "SELECT sum(total) AS turnover FROM orders");

    const ProgramEnd end = shop.run({"how are WE doing"});

    CHECK(end.exit_code == 0);
    CHECK_THAT(end.out, Catch::StartsWith("12"));
    CHECK_THAT(end.out, Catch::Contains("how-are-we-doing.md"));
}

TEST_CASE("knowledge: the planner does not repeat what was called wrong", "[knowledge][program]") {
    const KnownShop shop;
    const ProgramEnd sql = shop.run({"-d", "shop", "--sql", "How many orders?"});
    keep_entry(shop.folder, {.question = "How many orders?",
                             .database = "shop",
                             .date = "2026-11-29",
                             .verdict = knowledge::Verdict::bad,
                             .wrong_sql = sql.out,
                             .note = "Returns do not count."});
    const ProgramEnd refused = shop.run({"-d", "shop", "how many orders"});
    CHECK(refused.exit_code == 1);
    CHECK_THAT(refused.err, Catch::Contains("That is wrong here, says '"));
    keep_entry(shop.folder, {.question = "How many orders?",
                             .database = "shop",
                             .date = "2026-11-30",
                             .verdict = knowledge::Verdict::bad,
                             .sql = "SELECT 4711",
                             .wrong_sql = sql.out});

    const ProgramEnd corrected = shop.run({"-d", "shop", "how many orders"});

    CHECK(corrected.exit_code == 0);
    CHECK_THAT(corrected.out, Catch::Contains("4711"));
    CHECK_THAT(corrected.out, Catch::Contains("By the corrected query in '"));
}

TEST_CASE("knowledge: a project's is read where its file is in force", "[knowledge][program]") {
    const KnownShop shop;
    const TempFolder project;
    std::ofstream(project.file("askdb.toml")) << "[limits]\nmax_rows = 10\n";
    knowledge::keep_entry({project.file("knowledge"), true},
                          {.question = "How are we doing?", .sql = "SELECT 3 AS n"});

    const ProgramEnd inside = shop.run({"How are we doing?"}, project.path().string());
    const ProgramEnd ignored =
        shop.run({"--no-project-config", "How are we doing?"}, project.path().string());

    CHECK_THAT(inside.out, Catch::Contains("'knowledge/how-are-we-doing.md'"));
    CHECK(ignored.exit_code == 1);
}
