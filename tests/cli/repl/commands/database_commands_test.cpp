// What there is in the databases: /use /databases /tables /describe /sql /results /help /quit.
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/fake_shell.h"

#include <catch2/catch.hpp>

namespace askdb::test {
namespace {

struct ShopFixture {
    TempFolder folder;
    std::string shop = make_database(folder, shop_sql, "shop.db");
    std::string plants = make_database(
        folder, "CREATE TABLE sites(site_id INTEGER PRIMARY KEY); CREATE VIEW orders AS SELECT 1",
        "plants.db");
    FakeShell shell{shop};
};

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("repl: /tables lists what matches", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/tables");
    CHECK(shell.out == "name,kind,columns,est_rows\ncustomers,table,3,3\norders,table,4,5\n");
    shell.type("\\dt ORD");
    CHECK(shell.out == "name,kind,columns,est_rows\norders,table,4,5\n");
    shell.type(".tables c*s");
    CHECK(shell.out == "name,kind,columns,est_rows\ncustomers,table,3,3\n");
    shell.type("/tables nothing");
    CHECK(shell.error_message() == "no table is called like 'nothing'");
    shell.type("/tables a b");
    CHECK(shell.hint() == "/tables [PATTERN]");
}

TEST_CASE("repl: /views lists the views alone", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("\\dv");
    CHECK(shell.said == "There are no views.\n");
    shell.type("/use " + fixture.plants);
    shell.type("/views");
    CHECK(shell.out == "name,kind,columns,est_rows\norders,view,1,\n");
    shell.type("\\dv sites");
    CHECK(shell.error_message() == "no view is called like 'sites'");
    CHECK(shell.hint() == "list all with: /views");
}

TEST_CASE("repl: /help is wrapped at words", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;
    shell.width = 40;

    for (const char* line : {"/help", "/help save", "/help limits"}) {
        shell.type(line);
        for (const std::string& row : split(shell.out, '\n')) CHECK(display_width(row) <= 40);
    }
    shell.type("/help");
    CHECK(holds(shell.out, "  /tables [PATTERN], \\dt\n      list the tables and views\n"));
}

TEST_CASE("repl: /describe shows columns and keys, and the nearest name", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("\\d orders");
    CHECK(holds(shell.out, "customer_id,INTEGER,yes,→ customers.customer_id\n"));
    shell.type("/describe \"Orders\"");
    CHECK(holds(shell.out, "total,"));
    shell.type("\\d");
    CHECK(holds(shell.out, "customers,table"));
    shell.type("/describe odrers");
    CHECK(shell.error_message() == "no table named 'odrers'");
    CHECK(shell.hint() == "did you mean 'orders'?");
    shell.type("/describe x\x1b[2J");
    CHECK_FALSE(holds(shell.error_message(), "\x1b"));
}

TEST_CASE("repl: /use changes the databases, and only to what can be opened", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/use " + fixture.plants + " " + fixture.shop);
    CHECK(shell.said == "plants: SQLite, 2 tables\nshop: SQLite, 2 tables\n");
    CHECK(shell.database().name() == "plants");
    shell.type("/tables ord");
    CHECK(holds(shell.out, "plants,orders,view"));
    CHECK(holds(shell.out, "shop,orders,table,4,5"));
    shell.type("/describe shop.orders");
    CHECK(holds(shell.out, "ordered_on"));

    for (const std::string& wrong :
         {fixture.folder.file("plant.db"), std::string("postgres://me:secret@localhost/x"),
          std::string("-"), std::string("nowhere")}) {
        shell.type("/use " + wrong);
        INFO(wrong);
        CHECK(shell.error);
        CHECK_FALSE(holds(shell.error_message() + shell.hint(), "secret"));
        CHECK(shell.database().name() == "plants");
        CHECK(shell.state().config.databases.size() == 2);
    }
}

TEST_CASE("repl: a database that turns out to be none changes nothing", "[repl]") {
    ShopFixture fixture;
    const std::string text = fixture.folder.file("notes.db");
    WritingHandle(fixture.folder.file("other.db")).run("CREATE TABLE t(x)");
    std::FILE* file = std::fopen(text.c_str(), "w");
    std::fputs("this is no database, whatever its name says, and long enough to tell", file);
    std::fclose(file);

    fixture.shell.type("/use " + text);

    CHECK(fixture.shell.error);
    CHECK(fixture.shell.database().name() == "shop");
    fixture.shell.type("/tables");
    CHECK(holds(fixture.shell.out, "orders"));
}

TEST_CASE("repl: /databases shows those in use and the configured ones, without secrets",
          "[repl]") {
    const TempFolder folder;
    cli::Config config;
    config.databases = {"shop"};
    config.known_databases = {
        {.name = "shop", .path = make_database(folder, shop_sql)},
        {.name = "far", .url = "postgres://me:secret@example.com/x"},
        {.name = "odd", .connection_string = "Driver=x;Server=y;PWD=secret"},
    };
    FakeShell shell(config);

    shell.type("\\l");
    CHECK(holds(shell.out, "shop,default,SQLite,"));
    CHECK(holds(shell.out, "\nfar,"));
    CHECK_FALSE(holds(shell.out, "secret"));
    const std::string listed = shell.out;
    shell.type("/use");
    CHECK(shell.out == listed);
}

TEST_CASE("repl: /sql runs a statement or shows the last one", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/sql");
    CHECK(shell.said == "No statement has run yet.\n");
    shell.type("/sql SELECT count(*) AS n FROM orders");
    CHECK(shell.out == "n\n5\n");
    shell.type("\\p");
    CHECK(shell.out == "SELECT count(*) AS n FROM orders\n");
    shell.type("/sql DELETE FROM orders");
    REQUIRE(shell.error);
    CHECK(shell.error->code == Errc::refused);
}

TEST_CASE("repl: /results lists results, and shows one again", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/results");
    CHECK(shell.said == "There are no results yet.\n");
    shell.type("/sql SELECT name,\n       city FROM customers");
    shell.type("/results");
    CHECK(shell.out ==
          "result,rows,columns,from,statement\nr1,3,2,shop,\"SELECT name, city FROM customers\"\n");
    shell.type("/results R1");
    CHECK(holds(shell.out, "Ana,Sevilla"));
    shell.type("/describe r1");
    CHECK(shell.out == "column,type,values\nname,TEXT,text\ncity,TEXT,text\n");
    shell.type("/results r7");
    CHECK(shell.error_message() == "no result is called 'r7'");
}

TEST_CASE("repl: /help lists every command within 80 columns", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/help");
    for (const cli::repl::SlashCommand* command : cli::repl::all_slash_commands())
        CHECK(holds(shell.out, "  /" + std::string(command->name)));
    for (const std::string& line : split(shell.out, '\n')) {
        INFO(line);
        CHECK(display_width(line) <= 80);
    }
}

TEST_CASE("repl: /help NAME tells of one command, however it is called", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/help describe");
    CHECK(holds(shell.out, "/describe [TABLE]\n"));
    CHECK(holds(shell.out, "Also: \\d"));
    const std::string help = shell.out;
    for (const char* line : {"/help /describe", "\\? \\d", ".help desc"}) {
        shell.type(line);
        CHECK(shell.out == help);
    }
    shell.type("/help tabels");
    CHECK(holds(shell.hint(), "did you mean '/tables'"));
}

TEST_CASE("repl: /quit leaves, and takes nothing behind it", "[repl]") {
    ShopFixture fixture;
    FakeShell& shell = fixture.shell;

    shell.type("/quit now");
    CHECK_FALSE(shell.has_left);
    shell.type("\\q");
    CHECK(shell.has_left);
}

}
