#include "libagent/knowledge/file_knowledge.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace askdb;
using namespace askdb::knowledge;

namespace {

constexpr Target shop{"shop", "sqlite"};

struct Kept {
    test::TempFolder temp;
    std::vector<Folder> folders = {{temp.file("user")}, {temp.file("project"), true}};
    std::unique_ptr<Knowledge> knowledge = make_file_knowledge(folders);

    void keep(Entry entry, std::size_t folder = 0) { keep_entry(folders[folder], entry); }
    void write(const std::string& name, std::string_view text) {
        std::filesystem::create_directories(std::filesystem::path(temp.file(name)).parent_path());
        std::ofstream(temp.file(name)) << text;
    }
    Lessons lessons(std::string_view question) {
        return knowledge->lessons(question, std::vector{shop});
    }
};

}

TEST_CASE("file knowledge: gives what is like the question, of this database", "[knowledge]") {
    Kept kept;
    kept.keep({.question = "open orders of Ana", .database = "shop", .sql = "SELECT 1"});
    kept.keep({.question = "open orders of Bo", .database = "other", .sql = "SELECT 2"});
    kept.keep({.question = "open orders", .dialect = "sqlite", .sql = "SELECT 3"}, 1);
    kept.keep({.question = "open orders", .dialect = "postgres", .sql = "SELECT 4"});
    kept.keep({.question = "closed orders", .verdict = Verdict::bad, .note = "have a date"});
    kept.keep({.question = "customers", .sql = "SELECT 5"});

    const Lessons lessons = kept.lessons("Open orders?");

    REQUIRE(lessons.verified.size() == 2);
    CHECK(lessons.verified[0].sql == "SELECT 3");
    CHECK(lessons.verified[1].sql == "SELECT 1");
    REQUIRE(lessons.corrections.size() == 1);
    CHECK(lessons.corrections[0].note == "have a date");
    CHECK(lessons.warnings.empty());
}

TEST_CASE("file knowledge: no more than three of a kind, the same question first", "[knowledge]") {
    Kept kept;
    for (const char* city : {"Oslo", "Rome", "Bonn", "Bern", "Kyiv"})
        kept.keep({.question = std::string("orders of ") + city, .sql = "SELECT 1"});

    const Lessons lessons = kept.lessons("Orders of Bern?");

    CHECK(lessons.verified.size() == most_of_a_kind);
    CHECK(lessons.verified[0].question == "orders of Bern");
}

TEST_CASE("file knowledge: rules of both folders, the user's first", "[knowledge]") {
    Kept kept;
    kept.write("user/rules.md", "Money is in EUR.");
    kept.write("project/rules.md", "Weeks begin on Monday.");

    CHECK(kept.lessons("anything").rules == "Money is in EUR.\n\nWeeks begin on Monday.");
}

TEST_CASE("file knowledge: what changes on the disk is known at the next question", "[knowledge]") {
    Kept kept;
    CHECK(kept.lessons("open orders").verified.empty());

    kept.keep({.question = "open orders", .sql = "SELECT 1"});
    CHECK(kept.lessons("open orders").verified.size() == 1);

    std::filesystem::remove(kept.temp.file("user/open-orders.md"));
    CHECK(kept.lessons("open orders").verified.empty());
    CHECK_FALSE(kept.knowledge->verified_answer("open orders", shop));
}

TEST_CASE("file knowledge: a bad file is told of once for each change", "[knowledge]") {
    Kept kept;
    kept.write("user/bad.md", "---\nquestion: a\n---\n");

    const Lessons first = kept.lessons("a");
    REQUIRE(first.warnings.size() == 1);
    CHECK(first.warnings[0].find("bad.md:1: a verified query needs its statement") !=
          std::string::npos);
    CHECK(kept.lessons("a").warnings.empty());

    kept.write("user/bad.md", "nonsense");
    CHECK(kept.lessons("a").warnings.size() == 1);
}

TEST_CASE("file knowledge: the very question is answered by its newest statement", "[knowledge]") {
    Kept kept;
    kept.keep({.question = "Open orders?", .date = "2026-01-02", .sql = "SELECT 1"});
    kept.keep({.question = "open ORDERS", .date = "2026-01-03", .sql = "SELECT 2"});
    kept.keep({.question = "open orders", .date = "2026-01-03", .sql = "SELECT 3"});
    kept.keep({.question = "open orders", .database = "other", .sql = "SELECT 4"});

    const auto answer = kept.knowledge->verified_answer("open orders", shop);

    REQUIRE(answer);
    CHECK(answer->sql == "SELECT 3");
    CHECK_FALSE(kept.knowledge->verified_answer("open orders of Ana", shop));
}

TEST_CASE("file knowledge: a correction answers by the right statement that it has",
          "[knowledge]") {
    Kept kept;
    kept.keep({.question = "Open orders?", .date = "2026-01-02", .sql = "SELECT 1"});
    kept.keep({.question = "open orders",
               .date = "2026-01-03",
               .verdict = Verdict::bad,
               .sql = "SELECT 2",
               .wrong_sql = "SELECT 1"});

    CHECK(kept.knowledge->verified_answer("open orders", shop)->sql == "SELECT 2");
    CHECK(kept.knowledge->correction_of({"open orders", "SELECT  1;"}, shop));
    CHECK_FALSE(kept.knowledge->correction_of({"open orders", "SELECT 2"}, shop));
    CHECK_FALSE(kept.knowledge->correction_of({"closed orders", "SELECT 1"}, shop));
}

TEST_CASE("file knowledge: what a correction calls wrong verifies nothing", "[knowledge]") {
    Kept kept;
    kept.keep({.question = "Open orders?", .sql = "SELECT 1"});
    kept.keep({.question = "open orders",
               .verdict = Verdict::bad,
               .wrong_sql = "SELECT 1;",
               .note = "no"});

    CHECK_FALSE(kept.knowledge->verified_answer("open orders", shop));
    CHECK(kept.lessons("open orders").verified.empty());
    CHECK(kept.lessons("open orders").corrections.size() == 1);
}
