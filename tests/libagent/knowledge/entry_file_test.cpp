#include "libagent/knowledge/entry_file.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::knowledge;

namespace {

Entry whole_correction() {
    return {.question = "How many \"open\" orders: today?",
            .database = "shop: \"x\"",
            .dialect = "sqlite",
            .date = "2026-11-30",
            .verdict = Verdict::bad,
            .sql = "SELECT 2",
            .wrong_sql = "SELECT 1\nFROM a",
            .wrong_answer = "There are ```1```.\n```",
            .note = "Cancelled ones do not count.\n\n```sql is no fence here"};
}

std::string why_not(std::string_view text) {
    const Result<Entry> entry = parse_entry(text, "k/a.md");
    REQUIRE_FALSE(entry.ok());
    CHECK(entry.error().code == Errc::usage);
    return entry.error().message;
}

}

TEST_CASE("knowledge file: what is written is read back", "[knowledge]") {
    const Entry written = whole_correction();

    const Entry read = parse_entry(entry_text(written), "k/a.md").value_or_throw();

    CHECK(read.question == written.question);
    CHECK(read.database == written.database);
    CHECK(read.dialect == written.dialect);
    CHECK(read.date == written.date);
    CHECK(read.verdict == written.verdict);
    CHECK(read.sql == written.sql);
    CHECK(read.wrong_sql == written.wrong_sql);
    CHECK(read.wrong_answer == written.wrong_answer);
    CHECK(read.note == "Cancelled ones do not count.\n\n ```sql is no fence here");
    CHECK(read.path == "k/a.md");
    CHECK(entry_text(read).find("\n````text wrong\n") != std::string::npos);
}

TEST_CASE("knowledge file: a question of several lines becomes one", "[knowledge]") {
    const Entry written{.question = "How many\r\nare\tthere?", .sql = "SELECT 1"};

    const Entry read = parse_entry(entry_text(written), "a.md").value_or_throw();

    CHECK(question_key(read.question) == "how many are there");
}

TEST_CASE("knowledge file: a person's hand is understood", "[knowledge]") {
    const Entry entry = parse_entry(
                            "\xEF\xBB\xBF---\r\n# about orders\r\nquestion:  How many: really? \r\n"
                            "\r\n---\r\nsome words\r\n~~~\r\n```SQL\r\nSELECT 1;\r\n```\r\n",
                            "a.md")
                            .value_or_throw();

    CHECK(entry.question == "How many: really?");
    CHECK(entry.verdict == Verdict::good);
    CHECK(entry.database.empty());
    CHECK(entry.sql == "SELECT 1;");
    CHECK(entry.note == "some words\n~~~");
}

TEST_CASE("knowledge file: what is wrong is told with its line", "[knowledge]") {
    CHECK(why_not("") == "k/a.md:1: it does not begin with a line ---");
    CHECK(why_not("hello") == "k/a.md:1: it does not begin with a line ---");
    CHECK(why_not("---\nquestion: a") == "k/a.md:2: the keys have no end");
    CHECK(why_not("---\nquestion a\n---") == "k/a.md:2: no 'key: value'");
    CHECK(why_not("---\nquestion: \"a\n---") == "k/a.md:2: its quotes do not close");
    CHECK(why_not("---\nquestion: a\ndatabse: b\n---") == "k/a.md:3: unknown key 'databse'");
    CHECK(why_not("---\nquestion: a\ndate: soon\n---") == "k/a.md:3: 'soon' is no date");
    CHECK(why_not("---\nverdict: fine\n---") == "k/a.md:2: 'fine' is no verdict");
    CHECK(why_not("---\n---\n```sql\nSELECT 1\n```") == "k/a.md:1: there is no question");
    CHECK(why_not("---\nquestion: a\n---\n```sql\nSELECT 1") ==
          "k/a.md:4: the fence that begins here has no end");
    CHECK(why_not("---\nquestion: a\n---\n```sql\n```") == "k/a.md:4: a right statement is empty");
    CHECK(why_not("---\nquestion: a\n---\n```sql\n1\n```\n```sql\n2\n```") ==
          "k/a.md:7: it holds a right statement twice");
    CHECK(why_not("---\nquestion: a\n---\n") == "k/a.md:1: a verified query needs its statement");
    CHECK(why_not("---\nquestion: a\nverdict: bad\n---\n```sql wrong\n1\n```") ==
          "k/a.md:1: the correction does not say what is right");
}

TEST_CASE("knowledge file: control characters and broken UTF-8 are refused", "[knowledge]") {
    const std::string head = "---\nquestion: a\n---\n";
    for (const std::string strange : {"\x1b[2J", "a\rb", "\x7f", "\xff",
                                      "\xc2\x9b"
                                      "31m"}) {
        CHECK(why_not(head + strange) == "k/a.md:4: it holds control characters, or is not UTF-8");
        CHECK(judge_entry({.question = "a" + strange + "b", .sql = "SELECT 1"}).has_value());
    }
    CHECK(why_not(head + std::string("\0", 1)) ==
          "k/a.md:4: it holds control characters, or is not UTF-8");
    CHECK_FALSE(judge_entry({.question = "¿Cuántos 💶?", .sql = "SELECT 'ä'\tx"}).has_value());
}

TEST_CASE("knowledge file: what is too long is not kept", "[knowledge]") {
    const std::string longest(max_question_bytes, 'a');

    CHECK_FALSE(judge_entry({.question = longest, .sql = "SELECT 1"}).has_value());
    CHECK(judge_entry({.question = longest + "a", .sql = "SELECT 1"}).has_value());
    CHECK(judge_entry({.question = "a", .sql = std::string(max_entry_bytes, 'a')}).has_value());
    CHECK(judge_entry({.question = "a", .dialect = "x\nverdict", .sql = "1"}).has_value());
}
