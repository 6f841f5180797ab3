// What is done with results: /data /expanded /timing /set /save /output /copy /last /again /watch
// /run.
#include "libagent/base/text.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/fake_shell.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace askdb::test {
namespace {

struct RowsFixture {
    TempFolder folder;
    FakeShell shell{make_database(folder, shop_sql, "shop.db")};

    std::string file(const std::string& name) const { return folder.file(name); }
    void write(const std::string& name, std::string_view text) const {
        std::ofstream(file(name), std::ios::binary) << text;
    }
    bool has(const std::string& name) const { return std::filesystem::exists(file(name)); }
};

bool has_part(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("repl: /data takes the formats of a terminal", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/data");
    CHECK(has_part(shell.out, "table,yes,txt,"));
    CHECK(has_part(shell.out, "xlsx,"));
    shell.type("/data CSV");
    CHECK(shell.state().show.data == "csv");
    CHECK(shell.said == "data is csv\n");
    shell.type(".mode box");
    CHECK(shell.state().show.data == "table");
    shell.type("/data xlsx");
    CHECK(shell.hint() == "/save FILE.xlsx");
    shell.type("/data cvs");
    CHECK(shell.hint() == "did you mean 'csv'?");
    CHECK(shell.state().show.data == "table");
}

TEST_CASE("repl: switches go on and off, alone or by a word", "[repl]") {
    using cli::Expanded;
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;
    cli::repl::ShowSettings& show = shell.state().show;

    shell.type("\\x");
    CHECK(show.expanded == Expanded::on);
    shell.type("\\x");
    CHECK(show.expanded == Expanded::off);
    shell.type("/expanded auto");
    CHECK(show.expanded == Expanded::automatic);
    shell.type("/expanded maybe");
    CHECK(shell.error);
    shell.type("\\timing");
    CHECK(show.timing);
    shell.type(".timer off");
    CHECK_FALSE(show.timing);
}

TEST_CASE("repl: /set lists and changes what /data, /timing and so on change", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/set");
    CHECK(has_part(shell.out, "timing,off,on|off,"));
    shell.type("/set pager off");
    CHECK_FALSE(shell.state().show.pager);
    shell.type("/set Timing on");
    CHECK(shell.state().show.timing);
    shell.type("/set output ''");
    CHECK(shell.said == "output is empty\n");
    shell.type("/set cite on");
    CHECK(shell.state().show.cite);
    shell.type("/set strict on");
    CHECK(shell.state().show.strict);
    CHECK(shell.said == "strict is on\n");
    shell.type("/set timming on");
    CHECK(shell.hint() == "did you mean 'timing'?");
    shell.type("/set timing");
    CHECK(shell.hint() == "/set [NAME VALUE]");
}

TEST_CASE("repl: /save writes the last result, by the name of the file", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;
    const std::string path = fixture.file("out.csv");

    shell.type("/save " + path);
    CHECK(shell.error_message() == "there is no result yet");
    shell.type("/sql SELECT name FROM customers ORDER BY 1");
    shell.type("/sql SELECT 1 AS one");
    shell.type("/save " + path);
    CHECK(file_bytes(path) == "one\n1\n");
    CHECK(has_part(shell.said, "1 row of r2"));
    struct stat info = {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);

    shell.type("/save " + fixture.file("names.json") + " r1");
    CHECK(has_part(file_bytes(fixture.file("names.json")), "\"Ana\""));
    shell.type("/save " + fixture.file("names") + " r1");
    CHECK(has_part(shell.hint(), ".csv"));
    shell.type("/save " + fixture.file("x.csv") + " r9");
    CHECK(shell.error_message() == "no result is called 'r9'");
    CHECK_FALSE(fixture.has("x.csv"));
}

TEST_CASE("repl: /save replaces a file only when somebody says so", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;
    fixture.write("old.csv", "precious\n");
    const std::string path = fixture.file("old.csv");
    shell.type("/sql SELECT 1 AS one");

    for (const char* answer : {"", "n", "what?"}) {
        shell.answers = {answer};
        shell.type("/save '" + path + "'");
        CHECK(shell.said == "Nothing was written.\n");
        CHECK(file_bytes(path) == "precious\n");
    }
    shell.type("/save " + path);  // Ctrl-D.
    CHECK(file_bytes(path) == "precious\n");
    shell.answers = {"Y"};
    shell.type("/save " + path);
    CHECK(file_bytes(path) == "one\n1\n");
    CHECK(shell.asked.back() == "Replace '" + path + "'? [y/N] ");
}

TEST_CASE("repl: /save that is stopped leaves nothing behind", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.type("/sql SELECT 1");
    ::mkfifo(fixture.file("pipe.csv").c_str(), 0600);
    shell.stop.request_stop();

    shell.type("/save " + fixture.file("pipe.csv"));

    CHECK(shell.was_stopped);
}

TEST_CASE("repl: /save brings all rows where only the first were kept", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;
    const std::string sql = "SELECT order_id FROM orders ORDER BY 1";
    database::Rows first = shell.database().query(sql, {.rows = 2}, {}).value_or_throw();
    REQUIRE(first.truncated);
    shell.conversation().results.add("shop", sql, std::move(first));

    shell.type("/save " + fixture.file("all.csv") + " r1");

    CHECK(file_bytes(fixture.file("all.csv")) == "order_id\n1\n2\n3\n4\n5\n");
    CHECK(has_part(shell.said, "5 rows of r1"));
}

TEST_CASE("repl: /output says where results go, and back", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("\\o " + fixture.file("x.txt"));
    CHECK(shell.state().show.output_file == fixture.file("x.txt"));
    shell.type("\\o");
    CHECK(shell.state().show.output_file.empty());
    shell.type(".output stdout");
    CHECK(shell.said == "Results go to the screen.\n");
}

TEST_CASE("repl: /output looks at once whether it can be", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;

    for (const std::string& command : {std::string("/output "), std::string("/set output ")}) {
        shell.type(command + "/nonexist/o");
        CHECK(shell.error_message() == "cannot write to '/nonexist/o': No such file or directory");
        shell.type(command + "/tmp");
        CHECK(shell.error_message() == "cannot write to '/tmp': it is a folder");
        shell.type(command + fixture.file("o.xlsx"));
        CHECK(has_part(shell.error_message(), "cannot grow"));
        CHECK(shell.hint() == "/save " + fixture.file("o.xlsx"));
        CHECK(shell.state().show.output_file.empty());
    }
    shell.type("/output " + fixture.file("o.txt"));
    CHECK(has_part(shell.said, "as 'table' (see /data)"));
}

TEST_CASE("repl: /watch says what it wants", "[repl]") {
    RowsFixture fixture;

    fixture.shell.type("/watch");
    CHECK(fixture.shell.error_message() == "'/watch' needs a number of seconds behind it");
}

TEST_CASE("repl: /copy gives answer, statement or rows to the terminal", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/copy");
    CHECK(shell.error_message() == "there is no answer yet");
    shell.type("/copy sql");
    CHECK(shell.error);
    shell.state().last.answer.response = "Five.\n";
    shell.type("/sql SELECT name, city FROM customers WHERE customer_id = 1");
    shell.type("/copy");
    shell.type("/copy sql");
    shell.type("/copy r1");
    CHECK(shell.clipboard == std::vector<std::string>{
                                 "Five.", "SELECT name, city FROM customers WHERE customer_id = 1",
                                 "name\tcity\nAna\tSevilla\n"});
    shell.has_clipboard = false;
    shell.type("/copy");
    CHECK(shell.error);
}

TEST_CASE("repl: /last shows the answer, /again runs the statement", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/last");
    CHECK(shell.said == "There is no answer yet.\n");
    shell.type("\\g");
    CHECK(shell.error_message() == "no statement has run yet");
    shell.state().last.question = "How many?";
    shell.state().last.answer.response = "**Five**";
    shell.type("/last");
    CHECK(shell.out == "**Five**");
    shell.state().last.answer.claims = {{2, 6, "number", "verified", "r1: row 1, n"}};
    shell.state().show.cite = true;
    shell.type("/last");
    CHECK(shell.out == "**Five[1]**\n\nSources:\n\n1. r1: row 1, n\n");
    shell.type("/sql SELECT 1 AS one");
    shell.type("/again");
    CHECK(shell.out == "one\n1\n");
    CHECK(shell.state().last.handle == "r2");
}

TEST_CASE("repl: /watch runs again until it is stopped, and keeps no rows", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;
    int pauses = 0;
    shell.on_wait = [&](const std::string& doing) {
        if (!doing.starts_with("again")) return;
        if (++pauses == 3) shell.stop.request_stop();
    };

    shell.type("/watch 0.1 SELECT 1 AS one");

    CHECK(shell.was_stopped);
    CHECK(shell.out == "one\n1\none\n1\none\n1\n");
    CHECK(shell.conversation().results.all().empty());
}

TEST_CASE("repl: /watch tells what it cannot do", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;

    for (const char* line : {"/watch", "/watch 5", "/watch soon SELECT 1", "/watch 0 SELECT 1",
                             "/watch nan SELECT 1", "/watch 1e99 SELECT 1", "/watch -1 SELECT 1"}) {
        shell.type(line);
        INFO(line);
        CHECK(shell.error);
        CHECK(shell.hint() == "/watch SECONDS [STATEMENT]");
    }
    shell.type("/watch 1 DELETE FROM orders");
    REQUIRE(shell.error);
    CHECK(shell.error->code == Errc::refused);
}

TEST_CASE("repl: /run goes through a file and stops at the first error", "[repl]") {
    RowsFixture fixture;
    FakeShell& shell = fixture.shell;
    fixture.write("two.sql", "\xef\xbb\xbf-- two\nSELECT 1 AS a;\n\nSELECT ';' AS b;\n");
    fixture.write("bad.sql", "SELECT 1 AS a;\nSELECT nothing FROM orders;\nSELECT 3 AS c;");
    fixture.write("none.sql", "-- nothing\n");

    shell.type("\\i " + fixture.file("two.sql"));
    CHECK(shell.out == "a\n1\nb\n;\n");
    CHECK(shell.conversation().results.all().size() == 2);
    shell.type("/run " + fixture.file("bad.sql"));
    CHECK(shell.out == "a\n1\n");
    CHECK(has_part(shell.error_message(), "bad.sql:2: "));
    CHECK(shell.said == "stopped: 1 of 3 statements ran\n");
    shell.type("/run " + fixture.file("none.sql"));
    CHECK(has_part(shell.error_message(), "no statement stands in"));
    shell.type("/run " + fixture.file("missing.sql"));
    CHECK(shell.error);
    shell.type("/run");
    CHECK(shell.hint() == "/run FILE");
}

}
