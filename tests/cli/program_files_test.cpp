// The whole program with data files as databases.

#include "tests/built_paths.h"
#include "tests/support/model_question.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace askdb::test {
namespace {

constexpr const char* orders_csv =
    "order_id,region,day,amount\n"
    "1,North,2024-05-03,10.50\n"
    "2,South,2024-05-04,20\n"
    "3,North,2024-06-05,3.25\n"
    "4,South,2024-06-30,\n";

/// Files of a test, and a folder for temporary ones that must be empty afterwards.
struct FilesRun {
    FilesRun() { add("orders.csv", orders_csv); }
    ~FilesRun() { CHECK(std::filesystem::is_empty(temp.path())); }

    void add(const std::string& name, const std::string& text) {
        std::ofstream(folder.file(name), std::ios::binary) << text;
    }
    ProgramEnd run(std::vector<std::string> arguments) {
        return run_program({.arguments = std::move(arguments),
                            .environment = environment,
                            .folder = folder.path()});
    }

    TempFolder folder, temp;
    std::map<std::string, std::string> environment = {{"TMPDIR", temp.path()}};
};

/// The answers of a model that asks the database and then says what it read.
std::vector<ScriptedReply> joins_two_databases() {
    return {openai_calls({{"c1", "query",
                           R"({"sql":"SELECT region, sum(amount) AS total FROM orders GROUP BY 1",)"
                           R"("database":"orders"})"},
                          {"c2", "query",
                           R"({"sql":"SELECT name, manager FROM regions","database":"other"})"}}),
            openai_calls({{"c3", "query_results",
                           R"({"sql":"SELECT manager, total FROM r1 JOIN r2 ON r1.region = r2.name)"
                           R"( ORDER BY total DESC"})"}}),
            openai_text("Bo leads with 20.")};
}

void check_joined(const ProgramEnd& end, const ScriptedServer& server) {
    INFO(end.err);
    CHECK(end.out == "manager,total\nBo,20\nAna,13.75\n");
    CHECK(end.exit_code == 0);
    REQUIRE(server.requests().size() == 3);
    const std::string body = server.requests()[2].body;
    CHECK(body.find("[\\\"Bo\\\",20]") != std::string::npos);
}

}

TEST_CASE("program: a column that ends with NULL is read back from its CSV, and that is told",
          "[program][files]") {
    FilesRun files;
    const std::string column = "WITH t(a) AS (VALUES (1), (NULL), (2), (NULL), (NULL)) ";
    files.add("a.csv", files.run({"sql", "-d", "orders.csv", column + "SELECT a FROM t"}).out);
    files.add("blank.csv", "a,b\n1,2\n\n\n");

    const ProgramEnd column_end =
        files.run({"sql", "-d", "a.csv", "SELECT count(*), count(a) FROM a"});
    const ProgramEnd table_end =
        files.run({"sql", "-d", "blank.csv", "SELECT count(*) FROM blank"});

    CHECK(column_end.out == "count(*),count(a)\n5,2\n");
    CHECK_THAT(column_end.err,
               Catch::Contains("a.csv: its last 2 lines are blank: below one column"));
    CHECK(table_end.out == "count(*)\n1\n");
    CHECK(table_end.err.empty());
}

TEST_CASE("program: a CSV file is a database for sql, tables, describe and questions",
          "[program][files]") {
    FilesRun files;

    CHECK(files.run({"sql", "-d", "orders.csv", "SELECT sum(amount), min(day) FROM orders"}).out ==
          "sum(amount),min(day)\n33.75,2024-05-03\n");
    CHECK(files.run({"tables", "-d", "orders.csv"}).out ==
          "name,kind,columns,est_rows\norders,table,4,4\n");
    CHECK(files.run({"describe", "-d", "orders.csv", "orders"}).out ==
          "column,type,nullable,key\norder_id,INTEGER,no,PK\nregion,TEXT,yes,\nday,DATE,yes,\n"
          "amount,\"DECIMAL(4,2)\",yes,\n");
    const ProgramEnd answer = files.run({"-d", "orders.csv", "What is the total amount in North?"});
    CHECK(answer.out.find("13.75") != std::string::npos);
    CHECK(answer.exit_code == 0);
}

TEST_CASE("program: several data files are one database, and join", "[program][files]") {
    FilesRun files;
    files.add("regions.jsonl", "{\"name\":\"North\",\"manager\":\"Ana\"}\n");

    const ProgramEnd joined = files.run(
        {"sql", "-d", "orders.csv", "-d", "regions.jsonl",
         "SELECT manager, count(*) FROM orders JOIN regions ON region = name GROUP BY 1"});
    CHECK(joined.out == "manager,count(*)\nAna,2\n");
    CHECK(files.run({"tables", "-d", "orders.csv", "-d", "orders.csv"}).out ==
          "name,kind,columns,est_rows\norders,table,4,4\norders_2,table,4,4\n");
    const ProgramEnd two = files.run({"tables", "-d", "orders.csv", "-d", "other.db"});
    CHECK(two.exit_code == 2);
    CHECK(two.err.find("works on one database") != std::string::npos);
}

TEST_CASE("program: what is no data file is told with what to type", "[program][files]") {
    FilesRun files;
    files.add("bad.csv", "a,b\n1,2\n1,2,3\n");
    files.add("data.parquet", "PAR1");
    files.add("image.csv", std::string("\x89PNG\0\0", 6));

    const ProgramEnd ragged = files.run({"sql", "-d", "bad.csv", "SELECT 1"});
    CHECK(ragged.exit_code == 1);
    CHECK(ragged.out.empty());
    CHECK(ragged.err ==
          "askdb: cannot read 'bad.csv': line 3 has 3 fields, but the first line has 2 (the "
          "separator is ',')\n");
    const ProgramEnd parquet = files.run({"-d", "data.parquet", "How many?"});
    CHECK(parquet.exit_code == 2);
    CHECK(parquet.err.find("askdb reads no Parquet files (duckdb") != std::string::npos);
    const ProgramEnd image = files.run({"tables", "-d", "image.csv"});
    CHECK(image.err.find("NUL byte in line 1, so that it is no text") != std::string::npos);
    const ProgramEnd none = files.run({"tables", "-d", "none.csv"});
    CHECK(none.err == "askdb: cannot read 'none.csv': No such file or directory\n");
    CHECK(none.exit_code == 2);
}

TEST_CASE("program: notes on a file go to stderr, not with -q, warnings always",
          "[program][files]") {
    FilesRun files;
    files.add("x.csv", "day,n,m\n31/12/2024,1,2\n1/1/2025,NA\n");

    const ProgramEnd told = files.run({"sql", "-d", "x.csv", "SELECT day FROM x"});
    CHECK(told.out == "day\n2024-12-31\n2025-01-01\n");
    CHECK(told.err.find("day/month/year") != std::string::npos);
    const ProgramEnd quiet = files.run({"sql", "-q", "-d", "x.csv", "SELECT day FROM x"});
    CHECK(quiet.err ==
          "⚠ x.csv: 1 line has fewer fields than the first (the first of them is line "
          "3); what is missing is NULL\n");
}

TEST_CASE("program: a configured database may be data files", "[program][files]") {
    FilesRun files;
    std::filesystem::create_directory(files.folder.path() / "sub");
    files.add("sub/a.csv", "x\n1\n");
    files.add("sub/b.csv", "y\n2\n");
    files.add("sub/mine.toml",
              "[databases.both]\nfiles = [\"a.csv\", \"b.csv\"]\n"
              "[databases.one]\npath = \"a.csv\"\n");
    files.add("askdb.toml", "[databases.ours]\nfiles = [\"sub/b.csv\"]\n");

    CHECK(files.run({"--config", "sub/mine.toml", "sql", "-d", "both", "SELECT x + y FROM a, b"})
              .out == "x + y\n3\n");
    CHECK(files.run({"--config", "sub/mine.toml", "sql", "-d", "one", "SELECT x FROM a"}).out ==
          "x\n1\n");
    CHECK(files.run({"sql", "SELECT y FROM b"}).out == "y\n2\n");
    files.add("askdb.toml", "[databases.ours]\nfiles = [\"../x.csv\"]\n");
    CHECK(files.run({"tables"}).err.find("which is not below its folder") != std::string::npos);
    files.add("askdb.toml", "[databases.ours]\nfiles = [\"sub/b.txt\"]\n");
    CHECK(files.run({"tables"}).err.find("'sub/b.txt' is no data file") != std::string::npos);
    std::filesystem::create_symlink("/", files.folder.path() / "sub/out.csv");
    files.add("askdb.toml", "[databases.ours]\nfiles = [\"sub/b.csv\", \"sub/out.csv\"]\n");
    CHECK(files.run({"tables"}).err.find("a link leads out of its folder") != std::string::npos);
}

TEST_CASE("program: a full disk is told, and leaves nothing behind", "[program][files]") {
    const TempFolder folder, temp;
    {
        std::ofstream csv(folder.file("big.csv"));
        csv << "n,text\n";
        for (int i = 0; i < 60'000; ++i) csv << i << ",some text that takes room " << i << "\n";
    }
    const std::string out = folder.file("out");

    // A limit on the size of files, which fails as a full disk does. 1 MiB.
    const std::string command = "trap '' XFSZ; ulimit -f 1024; env -i TMPDIR='" +
                                temp.path().string() + "' '" ASKDB_PROGRAM "' sql -d '" +
                                folder.file("big.csv") + "' 'SELECT 1' </dev/null >'" + out +
                                "' 2>&1";
    const int status = std::system(command.c_str());

    CHECK(WEXITSTATUS(status) == 1);
    CHECK(file_bytes(out).starts_with("askdb: cannot keep the tables in '" + temp.path().string()));
    CHECK(file_bytes(out).find(": File too large (name a folder with more room: export "
                               "TMPDIR=FOLDER)") != std::string::npos);
    CHECK(std::filesystem::is_empty(temp.path()));
}

TEST_CASE("program: results of a CSV file and of another database join", "[program][files]") {
    FilesRun files;
    make_database(files.folder,
                  "CREATE TABLE regions (name TEXT, manager TEXT);"
                  "INSERT INTO regions VALUES ('North', 'Ana'), ('South', 'Bo');",
                  "other.db");
    const ScriptedServer server(joins_two_databases());
    files.environment["OPENAI_BASE_URL"] = server.url("/v1");
    files.environment["OPENAI_API_KEY"] = secret_key;

    check_joined(files.run({"-q", "-d", "orders.csv", "-d", "other.db", "-m", "openai:gpt-test",
                            "--data", "csv", "Who leads?"}),
                 server);
}

TEST_CASE("program: results of a CSV file and of a server join", "[program][files][servers]") {
    for (const TestServer& database : test_servers()) {
        INFO(database.name);
        FilesRun files;
        const std::string table = unique_name("regions");
        database.run_as_owner({"CREATE TABLE " + table + " (name VARCHAR(20), manager VARCHAR(20))",
                               "INSERT INTO " + table + " VALUES ('North','Ana'), ('South','Bo')"});
        if (database.is_postgres())
            database.run_as_owner({"GRANT SELECT ON " + table + " TO reader"});
        files.add("mine.toml", "[databases.other]\nurl = \"" + database.url + "\"\n");
        std::vector<ScriptedReply> script = joins_two_databases();
        script[0] = openai_calls(
            {{"c1", "query",
              R"({"sql":"SELECT region, sum(amount) AS total FROM orders GROUP BY 1",)"
              R"("database":"orders"})"},
             {"c2", "query",
              R"({"sql":"SELECT name, manager FROM )" + table + R"(","database":"other"})"}});
        const ScriptedServer server(std::move(script));
        files.environment["OPENAI_BASE_URL"] = server.url("/v1");
        files.environment["OPENAI_API_KEY"] = secret_key;
        files.environment["ASKDB_PASSWORD"] = database.password;

        check_joined(files.run({"--config", "mine.toml", "-q", "-d", "orders.csv", "-d", "other",
                                "-m", "openai:gpt-test", "--data", "csv", "Who leads?"}),
                     server);
        database.run_as_owner({"DROP TABLE " + table});
    }
}

}
