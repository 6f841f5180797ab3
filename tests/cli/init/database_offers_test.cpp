#include "cli/init/database_offers.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

using namespace askdb;
using namespace askdb::cli;

namespace {

std::vector<std::string> paths_offered(const std::string& folder) {
    std::vector<std::string> paths;
    for (const DatabaseOffer& offer : find_databases(folder)) {
        if (!offer.config.path.empty()) paths.push_back(offer.config.path);
    }
    return paths;
}

DatabaseConfig read(const std::string& text) {
    return database_of_text(text).value_or_throw();
}

}

TEST_CASE("database offers: SQLite and data files of the folder, and no others", "[init]") {
    const test::TempFolder temp;
    test::make_database(temp, "CREATE TABLE t(x)", "shop data");
    for (const char* name : {"a.csv", "notes.txt", "fake.db", ".hidden.csv"})
        std::ofstream(temp.file(name)) << "a,b\n1,2\n";
    std::filesystem::create_directory(temp.file("folder.csv"));
    REQUIRE(::mkfifo(temp.file("fifo.csv").c_str(), 0600) == 0);

    CHECK(paths_offered(temp.path().string()) ==
          std::vector{temp.file("a.csv"), temp.file("shop data")});
    CHECK(find_databases(temp.path().string()).at(1).config.name == "shop_data");
    CHECK(paths_offered(temp.file("none")).empty());
}

TEST_CASE("database offers: no more files than fit a screen", "[init]") {
    const test::TempFolder temp;
    for (int i = 0; i < 30; ++i) std::ofstream(temp.file(std::to_string(i) + ".csv")) << "a\n1\n";

    CHECK(paths_offered(temp.path().string()).size() == most_offered_files);
}

TEST_CASE("database offers: what is typed is a file, a URL or a connection string", "[init]") {
    const test::TempFolder temp;
    test::make_database(temp, "CREATE TABLE t(x)");

    CHECK(read(temp.file("test.db")).path == temp.file("test.db"));
    CHECK(read("sqlite:" + temp.file("test.db")).name == "test");
    CHECK(read("postgres://u@h/shop").url == "postgres://u@h/shop");
    CHECK(read("postgres://u@h/shop").name == "shop");
    CHECK(read("Driver=FreeTDS;Server=h;Database=s").connection_string ==
          "Driver=FreeTDS;Server=h;Database=s");
}

TEST_CASE("database offers: what cannot be is refused, and a password most of all", "[init]") {
    for (const char* typed : {"postgres://u:geheim@h/shop", "Driver=x;PWD=geheim", "-", "",
                              "/none/such.db", "oracle://h/x", "no such source"}) {
        const auto config = database_of_text(typed);
        INFO(typed);
        REQUIRE_FALSE(config.ok());
        CHECK(config.error().message.find("geheim") == std::string::npos);
    }
}

TEST_CASE("database offers: only servers are asked for users and passwords", "[init]") {
    CHECK(is_on_server({.name = "a", .url = "postgres://h/x"}));
    CHECK(is_on_server({.name = "a", .connection_string = "Driver=FreeTDS;Server=h"}));
    CHECK_FALSE(is_on_server({.name = "a", .path = "/a.db"}));
    CHECK_FALSE(is_on_server({.name = "a", .connection_string = "Driver=SQLite3;Database=/a.db"}));
}
