#include "libagent/database/files/file_source.h"

#include "libagent/base/error.h"
#include "libagent/database/database.h"
#include "libagent/database/write_connection.h"
#include "libagent/results/writer.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>

using namespace askdb;
using namespace askdb::database;
using askdb::test::TempFolder;

namespace {

struct HeardReport : LoadReport {
    explicit HeardReport(std::vector<std::string>& lines) : lines_(lines) {}
    void note(std::string_view text) override { lines_.emplace_back(text); }
    void warning(std::string_view text) override { lines_.push_back("! " + std::string(text)); }
    void progress(std::string_view, std::uint64_t) override {}
    void done() override { lines_.emplace_back("done"); }

    std::vector<std::string>& lines_;
};

/// Files in a folder, as one database.
struct FileShelf {
    void add(const std::string& name, const std::string& text) {
        std::ofstream(folder.file(name), std::ios::binary) << text;
        files.push_back({.path = folder.file(name), .format = *data_format_of_name(name)});
    }
    void open() {
        database.emplace("files",
                         make_file_source({.files = files,
                                           .temp_folder = temp.path(),
                                           .report = std::make_unique<HeardReport>(heard)}));
    }
    std::string csv(const std::string& sql) {
        if (!database) open();
        results::StringSink text;
        results::write_rows(*results::find_writer("csv"),
                            database->query(sql, {}, {}).value_or_throw(), {}, text);
        return text.text;
    }
    std::string why_not(const std::string& sql = "SELECT 1") {
        try {
            return csv(sql);
        } catch (const Failure& failure) {
            return failure.error().message;
        }
    }

    TempFolder folder, temp;
    std::vector<DataFile> files;
    std::vector<std::string> heard;
    std::optional<Database> database;
};

std::string read_back(const std::string& text, const std::string& name = "x.csv") {
    FileShelf shelf;
    shelf.add(name, text);
    return shelf.csv("SELECT * FROM x");
}

std::string refused(const std::string& text, const std::string& name = "x.csv") {
    FileShelf shelf;
    shelf.add(name, text);
    return shelf.why_not();
}

}

TEST_CASE("file source: each file is a table with types, and they join", "[files]") {
    FileShelf shelf;
    shelf.add("customers.csv", "customer_id,name\n1,Ana\n2,\"O\"\"Brien, \"\"x\"\"\"\n");
    shelf.add("orders.jsonl",
              "{\"order_id\":1,\"customer_id\":1,\"total\":10.50,\"day\":\"2024-05-31\"}\n"
              "{\"order_id\":2,\"customer_id\":2,\"total\":20}\n");

    CHECK(shelf.csv("SELECT name, total, day FROM orders JOIN customers USING (customer_id) "
                    "ORDER BY order_id") ==
          "name,total,day\nAna,10.5,2024-05-31\n\"O\"\"Brien, \"\"x\"\"\",20,\n");
    const Catalog& catalog = shelf.database->catalog({});
    REQUIRE(catalog.tables.size() == 2);
    const Table& orders = *catalog.find_table("orders");
    CHECK(orders.row_estimate == 2);
    CHECK(orders.primary_key == std::vector<std::string>{"order_id"});
    REQUIRE(orders.foreign_keys.size() == 1);
    CHECK(orders.foreign_keys[0].table == "customers");
    CHECK(orders.find_column("total")->type == "DECIMAL(4,2)");
    CHECK(orders.find_column("day")->kind == Kind::date);
    CHECK(shelf.heard == std::vector<std::string>{"done"});
}

TEST_CASE("file source: NULL and the empty text are two things", "[files]") {
    FileShelf shelf;
    shelf.add("x.csv", "n,t\n1,\"\"\n,\n3, x \n");

    CHECK(shelf.csv("SELECT count(n), count(t), sum(t = ''), max(length(t)) FROM x") ==
          "count(n),count(t),sum(t = ''),max(length(t))\n2,2,1,3\n");
}

TEST_CASE("file source: 64-bit extremes and 38 digits come back as they were", "[files]") {
    const std::string text =
        "i,d,b\n9223372036854775807,0.1,12345678901234567890123456789012345678\n"
        "-9223372036854775808,123456789012.25,-1\n";

    CHECK(read_back(text) == text);
}

TEST_CASE("file source: any encoding and end of line gives the same table", "[files]") {
    const std::string expected = "name,n\nZoë,1\nŽ,2\n";
    std::string utf16 = "\xFF\xFE";
    for (const char16_t c : std::u16string(u"name,n\r\nZoë,1\r\nŽ,2\r\n")) {
        utf16 += static_cast<char>(c & 0xFF);
        utf16 += static_cast<char>(c >> 8);
    }

    CHECK(read_back("name,n\r\nZoë,1\r\nŽ,2") == expected);
    CHECK(read_back("\xEF\xBB\xBFname,n\nZoë,1\n\nŽ,2\n") == expected);
    CHECK(read_back("name\tn\rZoë\t1\rŽ\t2\r", "x.tsv") == expected);
    CHECK(read_back("name;n\nZo\xEB;1\n\x8E;2\n") == expected);
    CHECK(read_back(utf16) == expected);
    CHECK(read_back("[{\"name\":\"Zo\\u00eb\",\"n\":1},{\"name\":\"Ž\",\"n\":2}]", "x.json") ==
          expected);
}

TEST_CASE("file source: how a file was understood is told once", "[files]") {
    FileShelf shelf;
    shelf.add("x.csv", "wann;wert;n\n31.12.2023;1,5;1\n01.02.2024;-2,25;NA\n1.1.2024\n");

    CHECK(shelf.csv("SELECT * FROM x") ==
          "wann,wert,n\n2023-12-31,1.5,1\n2024-02-01,-2.25,\n2024-01-01,,\n");
    CHECK(shelf.csv("SELECT count(*) FROM x") == "count(*)\n3\n");
    REQUIRE(shelf.heard.size() == 5);
    CHECK(shelf.heard[0].find("'wann' holds dates written day/month/year") != std::string::npos);
    CHECK(shelf.heard[1].find("'wert' holds numbers with a decimal comma") != std::string::npos);
    CHECK(shelf.heard[2].find("'n' holds words") != std::string::npos);
    CHECK(shelf.heard[3] ==
          "! x.csv: 1 line has fewer fields than the first (the first of them is line 4); what is "
          "missing is NULL");
    CHECK(shelf.heard[4] == "done");
}

TEST_CASE("file source: codes, points and offsets are told", "[files]") {
    FileShelf shelf;
    shelf.add("x.csv",
              "code;betrag;um;teils\n1E5;1.234;2024-01-05T01:00+02:00;2024-01-05 10:00\n"
              "22E3;2.500;2024-01-05T10:00:00Z;2024-01-05 10:00Z\n");

    CHECK(shelf.csv("SELECT * FROM x") ==
          "code,betrag,um,teils\n1E5,1.234,2024-01-04 23:00:00,2024-01-05 10:00\n"
          "22E3,2.500,2024-01-05 10:00:00,2024-01-05 10:00Z\n");
    CHECK(shelf.database->catalog({}).find_table("x")->find_column("um")->type == "TIMESTAMP");
    REQUIRE(shelf.heard.size() == 5);
    CHECK(shelf.heard[0].find("'code' holds values like 1E5") != std::string::npos);
    CHECK(shelf.heard[1].find("'betrag' holds numbers like 1.234") != std::string::npos);
    CHECK(shelf.heard[2].find("'teils' holds times of which only some") != std::string::npos);
    CHECK(shelf.heard[3].find("'um' holds times with an offset") != std::string::npos);
}

TEST_CASE("file source: German numbers are numbers, exactly, and come back", "[files]") {
    FileShelf shelf;
    shelf.add("x.csv", "name;betrag\na;10,50\nb;1.000,00\nc;-1.234.567,89\n");

    CHECK(shelf.csv("SELECT * FROM x") == "name,betrag\na,10.5\nb,1000\nc,-1234567.89\n");
    CHECK(shelf.csv("SELECT sum(betrag) FROM x WHERE betrag > 0") == "sum(betrag)\n1010.5\n");
    CHECK(shelf.database->catalog({}).find_table("x")->find_column("betrag")->type ==
          "DECIMAL(9,2)");
    CHECK(shelf.heard ==
          std::vector<std::string>{
              "x.csv: 'betrag' holds numbers with a decimal comma: read as such", "done"});
}

TEST_CASE("file source: texts that look like numbers are told, and a header that looks like a row",
          "[files]") {
    FileShelf shelf;
    shelf.add("x.csv", "name,share\na,12%\nb,\"1,234\"\n");
    shelf.add("people.csv", "ann\nbob\nann\n");
    shelf.add("staff.csv", "Carmen Ibanez,mechanic\nJonas Weber,pilot\n");

    CHECK(shelf.csv("SELECT count(*) FROM people") == "count(*)\n2\n");
    REQUIRE(shelf.heard.size() == 4);
    CHECK(
        shelf.heard[0].find("'share' holds numbers in another spelling than 1234.5, like '12%'") !=
        std::string::npos);
    CHECK(shelf.heard[1] ==
          "people.csv: line 1 ('ann') holds words that stand below it again, and is read as names "
          "all the same; if it is a row, write names above it");
    CHECK(shelf.heard[2] ==
          "staff.csv: line 1 ('Carmen Ibanez', …) may be a row, and is read as names; if it is "
          "one, write names above it");
}

TEST_CASE("file source: equal moments are equal texts", "[files]") {
    const std::string text =
        "t\n2024-01-01 10:00\n2024-01-01T10:00:00\n2024-01-01 10:00:00.000\n2024-01-01\n"
        "2024-01-01 00:00:00\n";
    FileShelf shelf;
    shelf.add("x.csv", text);
    const std::string groups = shelf.csv("SELECT t, count(*) FROM x GROUP BY t ORDER BY t");

    CHECK(groups == "t,count(*)\n2024-01-01 00:00:00,2\n2024-01-01 10:00:00,3\n");
    CHECK(read_back(read_back(text)) == read_back(text));
    CHECK(read_back("t\n10:30\n10:30:00\n") == "t\n10:30:00\n10:30:00\n");
}

TEST_CASE("file source: what csv writes is read back, also control characters and broken UTF-8",
          "[files]") {
    const std::string rows =
        "id,name\n1,é ü €\n2,\u202E \x1B[1m \x7F \u0085 \x01\n3,\xFF\xC3\n4,\"\r\n\"\n";

    CHECK(read_back(rows) == rows);
    const std::string latin = "id,name\n1,caf\xE9 au lait avec du sucre\n2,\x1B\n";
    CHECK(read_back(latin) == "id,name\n1,café au lait avec du sucre\n2,\x1B\n");
}

TEST_CASE("file source: Excel's first line sep= is no data", "[files]") {
    CHECK(read_back("\xEF\xBB\xBFsep=;\r\na;b\r\n1,5;x\r\n") == "a,b\n1.5,x\n");
    CHECK(read_back("sep=:\na:b,c\n1:x\n", "x.tsv") == "a,\"b,c\"\n1,x\n");
    CHECK(read_back("sep=,\na\n1\n\n3\n") == "a\n1\n\n3\n");
    CHECK(refused("sep=;\na;b\n1;2;3\n").find("line 3 has 3 fields") != std::string::npos);
    CHECK(refused("sep=;\n") == "cannot read 'x.csv': it is empty");
}

TEST_CASE("file source: a line with too many fields is an error, with empty ones not", "[files]") {
    CHECK(refused("a,b\n1,2\n\n3,4,5,6\n") ==
          "cannot read 'x.csv': line 4 has 4 fields, but the first line has 2 (the separator is "
          "',')");
    CHECK(read_back("a,b\n1,2,,\n") == "a,b\n1,2\n");
}

TEST_CASE("file source: what is no table is an error that says why", "[files]") {
    CHECK(refused("") == "cannot read 'x.csv': it is empty");
    CHECK(refused("\n\n") == "cannot read 'x.csv': it is empty");
    CHECK(refused("[]", "x.json") ==
          "cannot read 'x.json': there are no objects in it, and so no "
          "columns");
    CHECK(refused("{}{}", "x.json") == "cannot read 'x.json': its objects have no keys");
    CHECK(refused(std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16))
              .find("as a table: there is a NUL") != std::string::npos);
    CHECK(refused("{\"a\":1}\nx\n", "x.jsonl").find("line 2: this is no JSON object") !=
          std::string::npos);
    std::string wide = "c0";
    for (int i = 1; i <= 2'000; ++i) wide += ",c" + std::to_string(i);
    CHECK(refused(wide) == "cannot read 'x.csv': it has 2001 columns, and 2000 are the most");
}

TEST_CASE("file source: a key is none when a row has no value for it", "[files]") {
    CHECK(read_back("{}\n{\"id\":1}\n{\"id\":2}\n", "x.jsonl") == "id\n\n1\n2\n");
    CHECK(read_back("{\"id\":1}\n{\"id\":2}\n{}\n", "x.jsonl") == "id\n1\n2\n\n");
    CHECK(read_back("id,a\n1,x\n2\n,y\n") == "id,a\n1,x\n2,\n,y\n");
}

TEST_CASE("file source: only a header is a table without rows", "[files]") {
    CHECK(read_back("id,name\n") == "id,name\n");
    CHECK(read_back("1,2\n") == "column1,column2\n1,2\n");
}

TEST_CASE("file source: a thousand columns are a table", "[files]") {
    std::string names = "c0", values = "0";
    for (int i = 1; i < 1'000; ++i) {
        names += ",c" + std::to_string(i);
        values += "," + std::to_string(i);
    }

    CHECK(read_back(names + "\n" + values + "\n") == names + "\n" + values + "\n");
}

TEST_CASE("file source: names that SQL would trip over are only names", "[files]") {
    FileShelf shelf;
    shelf.add("x\"; DROP TABLE y.csv", "select,a\"b,\"x, y\"\n1,2,3\n");
    shelf.add("X DROP TABLE Y.csv", "a\n1\n");

    CHECK(shelf.csv("SELECT \"select\", \"a\"\"b\", \"x, y\" FROM x_DROP_TABLE_y") ==
          "select,\"a\"\"b\",\"x, y\"\n1,2,3\n");
    CHECK(shelf.database->catalog({}).find_table("X_DROP_TABLE_Y_2") != nullptr);
}

TEST_CASE("file source: nobody can write, and nothing is left behind", "[files]") {
    FileShelf shelf;
    shelf.add("x.csv", "a\n1\n");
    CHECK(shelf.why_not("DELETE FROM x").find("not allowed") != std::string::npos);
    CHECK(shelf.csv("SELECT a FROM x") == "a\n1\n");
    CHECK_THROWS_AS(shelf.database->connect_for_writing({}), Failure);
    CHECK_FALSE(std::filesystem::is_empty(shelf.temp.path()));

    shelf.database.reset();

    CHECK(std::filesystem::is_empty(shelf.temp.path()));
}

TEST_CASE("file source: a failure is the same for everyone who asks", "[files]") {
    FileShelf shelf;
    shelf.add("x.csv", "a,b\n1,\"open\n");

    CHECK(shelf.why_not().find("line 2: a quote begins here") != std::string::npos);
    CHECK(shelf.why_not().find("line 2: a quote begins here") != std::string::npos);
    shelf.database.reset();
    CHECK(std::filesystem::is_empty(shelf.temp.path()));
}

TEST_CASE("file source: a stop ends the loading, and leaves nothing behind", "[files]") {
    FileShelf shelf;
    std::string text = "a,b\n";
    for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + ",some text\n";
    shelf.add("x.csv", text);
    shelf.open();
    std::stop_source stop;
    std::thread stopper([&] { stop.request_stop(); });

    CHECK_THROWS_AS(shelf.database->catalog(stop.get_token()), Stopped);

    stopper.join();
    shelf.database.reset();
    CHECK(std::filesystem::is_empty(shelf.temp.path()));
}

namespace {

/// A pipe as an input, and the end that a test writes to.
struct PipedTable {
    PipedTable() {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        reading = ends[0];
        writing = ends[1];
        database.emplace("files",
                         make_file_source({.files = {{.descriptor = reading, .table = "input"}},
                                           .temp_folder = temp.path()}));
    }
    ~PipedTable() {
        end();
        ::close(reading);
    }
    void write(std::string_view text) const {
        REQUIRE(::write(writing, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    void end() {
        if (writing >= 0) ::close(writing);
        writing = -1;
    }
    bool is_empty() const {
        int waiting = 0;
        return ::ioctl(reading, FIONREAD, &waiting) == 0 && waiting == 0;
    }

    TempFolder temp;
    int reading = -1, writing = -1;
    std::optional<Database> database;
};

}

TEST_CASE("file source: a pipe that was stopped halfway is no table with rows missing", "[files]") {
    PipedTable piped;
    piped.write("a\n1\n");
    std::stop_source stop;
    std::thread stopper([&] {
        while (!piped.is_empty()) std::this_thread::yield();
        stop.request_stop();
    });
    CHECK_THROWS_AS(piped.database->catalog(stop.get_token()), Stopped);
    stopper.join();

    piped.write("2\n3\n");
    piped.end();

    for (int i = 0; i < 2; ++i) {
        try {
            piped.database->catalog({});
            FAIL("it was loaded");
        } catch (const Failure& failure) {
            CHECK(failure.error().message ==
                  "cannot read 'standard input' again: its reading was stopped halfway");
        }
    }
}

TEST_CASE("file source: a pipe that nothing was taken of is waited for again after a stop",
          "[files]") {
    PipedTable piped;
    std::stop_source stop;
    std::thread stopper([&] { stop.request_stop(); });
    CHECK_THROWS_AS(piped.database->catalog(stop.get_token()), Stopped);
    stopper.join();

    piped.write("a\n1\n2\n");
    piped.end();

    CHECK(piped.database->query("SELECT * FROM input", {}, {}).value_or_throw().row_count() == 2);
}
