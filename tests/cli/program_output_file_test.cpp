// The whole program, its formats, and what -o makes of a file.

#include "libagent/results/writer.h"
#include "tests/libagent/results/xlsx_reader.h"
#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <signal.h>

namespace askdb::test {
namespace {

namespace fs = std::filesystem;

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// What a shell command prints.
std::string shell(const std::string& command, const TempFolder& folder) {
    const std::string to = folder.file("shell.out");
    CHECK(std::system((command + " >'" + to + "' </dev/null").c_str()) == 0);
    return file_bytes(to);
}

}

TEST_CASE("program: every command prints every format", "[program][output]") {
    const TempDatabase shop(shop_sql);
    const std::vector<std::vector<std::string>> commands = {{"sql", "SELECT * FROM customers"},
                                                            {"tables"},
                                                            {"describe", "customers"},
                                                            {"How many customers are there?"}};

    for (const results::WriterSpec* writer : results::all_writers()) {
        for (std::vector<std::string> words : commands) {
            words.insert(words.end(), {"-d", shop.path(), "--data", std::string(writer->name)});
            const ProgramEnd end = run_program({.arguments = words});
            INFO(writer->name << " " << words.front() << "\n" << end.err);
            CHECK(end.exit_code == 0);
            CHECK_FALSE(end.out.empty());
        }
    }
}

TEST_CASE("program: -o writes a file whose name says the format, and nothing to stdout",
          "[program][output]") {
    const TempDatabase shop(shop_sql);
    const TempFolder folder;
    const auto made = [&](const std::string& name) {
        const ProgramEnd end = sql(shop, {"SELECT 1 AS a, 'x,y' AS b", "-o", folder.file(name)});
        INFO(end.err);
        CHECK(end.exit_code == 0);
        CHECK(end.out.empty());
        return file_bytes(folder.file(name));
    };

    CHECK(made("x.csv") == "a,b\n1,\"x,y\"\n");
    CHECK(made("x.whatever") == "a,b\n1,\"x,y\"\n");
    CHECK(made("x.tsv") == "a\tb\n1\tx,y\n");
    CHECK(made("x.ndjson") == "{\"a\":1,\"b\":\"x,y\"}\n");
    CHECK(made("x.md") == "| a | b |\n|---:|---|\n| 1 | x,y |\n");
    CHECK_THAT(made("x.HTM"), Catch::StartsWith("<!DOCTYPE html>"));
    CHECK_THAT(results::sheet_xml(made("x.xlsx")), Catch::Contains("<t>x,y</t>"));
}

TEST_CASE("program: sqlite3 reads back the CSV that -o wrote, byte for byte", "[program][output]") {
    if (std::system("command -v sqlite3 >/dev/null 2>&1") != 0) {
        WARN("skipped: sqlite3 is not installed");
        return;
    }
    const TempDatabase shop(
        "CREATE TABLE odd(n INTEGER, t TEXT);"
        "INSERT INTO odd VALUES (-9223372036854775808, 'a,\"b\"' || char(10) || 'c'),"
        "(9223372036854775807, 'größe|' || char(9)), (0, ' x '), (1, char(13, 10));");
    const TempFolder folder;
    REQUIRE(sql(shop, {"SELECT * FROM odd", "-o", folder.file("odd.csv")}).exit_code == 0);

    const std::string query = "SELECT CAST(n AS INTEGER), hex(t) FROM odd ORDER BY 1;";
    const std::string read = shell(
        "sqlite3 :memory: -cmd '.import --csv " + folder.file("odd.csv") + " odd' '" + query + "'",
        folder);

    CHECK(read == shell("sqlite3 '" + shop.path() + "' '" + query + "'", folder));
    CHECK_THAT(read, Catch::StartsWith("-9223372036854775808|"));
}

TEST_CASE("program: a question's words go to a text file, its rows to one for data",
          "[program][output]") {
    const TempDatabase shop(shop_sql);
    const TempFolder folder;
    const auto asked = [&](const std::string& name) {
        const ProgramEnd end =
            run_program({.arguments = {"-d", shop.path(), "-o", folder.file(name),
                                       "How many customers are there?"}});
        CHECK(end.exit_code == 0);
        CHECK(end.out.empty());
        return end.err + file_bytes(folder.file(name));
    };

    CHECK_THAT(asked("answer.md"), Catch::StartsWith("There are"));
    CHECK_THAT(asked("answer"), Catch::StartsWith("There are"));
    const std::string rows = asked("answer.jsonl");
    CHECK_THAT(rows, Catch::StartsWith("There are"));  // On stderr.
    CHECK_THAT(file_bytes(folder.file("answer.jsonl")), Catch::StartsWith("{"));
}

TEST_CASE("program: an old file survives whatever goes wrong", "[program][output]") {
    const TempDatabase shop(shop_sql);
    const TempFolder folder;
    const std::string path = folder.file("rows.csv");
    std::ofstream(path) << "old";

    CHECK(sql(shop, {"SELECT * FROM nope", "-o", path}).exit_code == 1);
    CHECK(sql(shop, {"DELETE FROM customers", "-o", path}).exit_code == 6);
    CHECK(sql(shop, {endless_statement, "--timeout", "0.2", "-o", path}).exit_code == 4);
    // A batch whose questions break off before the first answer, with errors as objects.
    const ProgramEnd unreadable = run_program(
        {.arguments = {"-d", shop.path(), "--output", "json", "-o", path}, .input = "\xE1\n"});
    CHECK(unreadable.exit_code == 2);
    CHECK(unreadable.out.empty());
    const ModelQuestion silent({ScriptedReply{.end = ReplyEnd::never}});
    Program program(silent.start({"-o", path}));
    REQUIRE(silent.server.wait_for_requests(1));
    CHECK(files_in(folder.path()) == 2);
    program.send(SIGINT);
    CHECK(program.wait().exit_code == 130);

    CHECK(file_bytes(path) == "old");
    CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("program: a limit keeps what there is in the file, and says so", "[program][output]") {
    const TempDatabase shop(shop_sql);
    const TempFolder folder;
    const std::string path = folder.file("rows.csv");

    const ProgramEnd end =
        sql(shop, {"SELECT 1 AS a UNION ALL SELECT 2", "--max-rows", "1", "-o", path});

    CHECK(end.exit_code == 7);
    CHECK(file_bytes(path) == "a\n1\n");
    CHECK_THAT(end.err, Catch::Contains("cut after 1 rows"));
}

TEST_CASE("program: what a spreadsheet's cell cannot hold is exit 7", "[program][output]") {
    const TempDatabase shop(shop_sql);
    const TempFolder folder;

    const ProgramEnd end =
        sql(shop, {"SELECT printf('%040000d', 1) AS body", "-o", folder.file("rows.xlsx")});

    CHECK(end.exit_code == 7);
    CHECK_THAT(end.err, Catch::Contains("1 value was cut (the first in row 1, column 'body'"));
    CHECK_FALSE(results::sheet_xml(file_bytes(folder.file("rows.xlsx"))).empty());
}

TEST_CASE("program: a spreadsheet is not for a terminal, and no model is paid for one",
          "[program][output]") {
    const ModelQuestion question({openai_text("Seven.")});
    ProgramStart start = question.start({"--data", "xlsx"});
    start.on_terminal = true;

    const ProgramEnd end = run_program(std::move(start));

    CHECK(end.exit_code == 2);
    CHECK_THAT(end.out, Catch::Contains("'xlsx' is no format for a terminal") &&
                            Catch::Contains("-o FILE.xlsx"));
    CHECK(question.server.requests().empty());
}

TEST_CASE("program: where -o cannot write, nothing is run", "[program][output]") {
    const ModelQuestion question({openai_text("Seven.")});

    const ProgramEnd end = question.ask({"-o", "no/such/folder/x.csv"});

    CHECK(end.exit_code == 2);
    CHECK_THAT(end.err, Catch::Contains("no folder named 'no/such/folder'"));
    CHECK(question.server.requests().empty());
    CHECK(sql(question.shop, {"SELECT 1", "-o", "/dev/full"}).exit_code == 1);
    CHECK(sql(question.shop, {"SELECT 1 AS a", "-o", "-"}).out == "a\n1\n");
}

}
