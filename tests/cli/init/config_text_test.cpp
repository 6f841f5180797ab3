#include "cli/init/config_text.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

FileConfig parsed(const std::string& text) {
    INFO(text);
    const auto config = parse_config(text, "config.toml", Trust::user);
    INFO((config ? "" : config.error().message));
    REQUIRE(config.ok());
    return config.value();
}

/// With everything in force that the comments offer, tables last.
std::string uncommented(const std::string& text) {
    std::string top, tables;
    for (const std::string& line : split(text, '\n')) {
        if (!line.starts_with("# ")) continue;
        const std::string bare = line.substr(2);
        const bool is_table = bare.starts_with('[');
        const std::size_t equals = bare.find(" = ");
        const bool is_key = equals != std::string::npos && is_bare_name(bare.substr(0, equals));
        if (is_table || (is_key && !tables.empty())) tables += bare + "\n";
        if (is_key && tables.empty()) top += bare + "\n";
    }
    return top + tables;
}

}

TEST_CASE("config text: what was chosen is read back", "[init]") {
    const DatabaseConfig database{.name = "shop",
                                  .url = "postgres://db.example.com/shop",
                                  .user = "re\"ader\\",
                                  .password = {.variable = "SHOP_PASSWORD"}};

    const FileConfig config =
        parsed(config_text({.database = database, .model = "openai:m", .date = "2026-11-30"}));

    CHECK(config.default_database == "shop");
    CHECK(config.default_model == "openai:m");
    REQUIRE(config.databases.size() == 1);
    CHECK(config.databases[0].url == database.url);
    CHECK(config.databases[0].user == database.user);
    CHECK(config.databases[0].password.variable == "SHOP_PASSWORD");
    CHECK(config.databases[0].table_lists.empty());
}

TEST_CASE("config text: without a choice it is a file all the same", "[init]") {
    const FileConfig config = parsed(config_text({.date = "2026-11-30"}));

    CHECK(config.default_database.empty());
    CHECK(config.default_model == "offline");
    CHECK(config.databases.empty());
}

TEST_CASE("config text: what its comments offer may be taken as it stands", "[init]") {
    std::string offered = uncommented(config_text({}));
    // Of these a file takes none, and each has been read elsewhere.
    for (const char* either : {"url = \"postgres", "dsn = ", "password_env = "}) {
        const std::size_t at = offered.find(either);
        REQUIRE(at != std::string::npos);
        offered.erase(at, offered.find('\n', at) + 1 - at);
    }

    const FileConfig config = parsed(offered);

    CHECK(config.databases.size() == 1);
    CHECK(config.models.size() == 1);
    CHECK(config.limits.max_rows == 100'000);
    CHECK_FALSE(config.instructions.empty());
}

TEST_CASE("config text: any path can be written", "[init]") {
    for (const std::string path : {"/a b/c\"d\\e.db", "/tab\there", "/ü/データ.csv", "/nl\nx"}) {
        const FileConfig config =
            parsed(config_text({.database = DatabaseConfig{.name = "x", .path = path}}));
        CHECK(config.databases.at(0).path == path);
    }
}

TEST_CASE("config text: names are made bare", "[init]") {
    CHECK(bare_name_of("sales 2024 (old)") == "sales_2024_old");
    CHECK(bare_name_of("größe") == "gr_e");
    CHECK(bare_name_of("データ") == "database");
    CHECK(is_bare_name("a-b_1"));
    CHECK_FALSE(is_bare_name("a.b"));
    CHECK_FALSE(is_bare_name(""));
}
