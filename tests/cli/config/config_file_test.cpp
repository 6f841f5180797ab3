#include "cli/config/config_file.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

std::string config_error(std::string_view text, Trust trust = Trust::user) {
    const Result<FileConfig> config = parse_config(text, "c.toml", trust);
    REQUIRE_FALSE(config.ok());
    CHECK(config.error().code == Errc::usage);
    return config.error().message + " | " + config.error().hint;
}

}

TEST_CASE("config file: all that may stand in it is read", "[cli]") {
    const FileConfig config = parse_config(R"(
default_database = "shop"
default_model = "fast"
instructions = "A year begins in April."
[databases.shop]
path = "~/shop.db"
[models.fast]
vendor = "openai"
model = "gpt-4o-mini"
base_url = "http://127.0.0.1:1/v1"
api_key_env = "MY_KEY"
protocol = "anthropic"
fallback = ["openai:gpt-4o", "slow"]
input_price = 1
output_price = 2.5
[limits]
timeout = 2.5
max_rows = 10
)",
                                           "c.toml", Trust::user)
                                  .value_or_throw();

    CHECK(config.default_database == "shop");
    CHECK(config.instructions == "A year begins in April.");
    REQUIRE(config.databases.size() == 1);
    CHECK(config.databases[0].path == "~/shop.db");
    REQUIRE(config.models.size() == 1);
    CHECK(config.models[0].name == "fast");
    CHECK(config.models[0].api_key.variable == "MY_KEY");
    CHECK(config.models[0].protocol == "anthropic");
    CHECK(config.models[0].fallback == std::vector<std::string>{"openai:gpt-4o", "slow"});
    CHECK(config.models[0].input_price == 1);
    CHECK(config.models[0].output_price == 2.5);
    CHECK(config.limits.timeout == 2.5);
    CHECK(config.limits.max_rows == 10);
}

TEST_CASE("config file: prices and fallbacks of the wrong kind are refused", "[cli]") {
    const std::string model = "[models.m]\nvendor = \"openai\"\nmodel = \"m\"\n";

    CHECK_THAT(config_error(model + "fallback = \"other\""), Catch::Contains("must be a list"));
    CHECK_THAT(config_error(model + "fallback = [1]"), Catch::Contains("texts in quotes"));
    CHECK_THAT(config_error(model + "input_price = -1"), Catch::Contains("USD per million"));
    CHECK_THAT(config_error(model + "input_price = nan"), Catch::Contains("USD per million"));
    CHECK_THAT(config_error(model + "input_price = 1"),
               Catch::Contains("needs both input_price and output_price"));
}

TEST_CASE("config file: an unknown key names its line and the nearest", "[cli]") {
    CHECK(config_error("default_databse = \"x\"") ==
          "c.toml:1: unknown key 'default_databse' | did you mean 'default_database'?");
    CHECK(config_error("\n[limits]\nmax_row = 3") ==
          "c.toml:3: unknown key 'max_row' in [limits] | did you mean 'max_rows'?");
}

TEST_CASE("config file: a value of the wrong type names its line and key", "[cli]") {
    CHECK_THAT(config_error("default_model = 3"),
               Catch::StartsWith("c.toml:1: 'default_model' must be a text"));
    CHECK_THAT(config_error("[limits]\ntimeout = \"3\""),
               Catch::StartsWith("c.toml:2: 'timeout' must be"));
    CHECK_THAT(config_error("[limits]\nmax_rows = 0"),
               Catch::StartsWith("c.toml:2: 'max_rows' must be"));
    CHECK_THAT(config_error("databases = 3"),
               Catch::StartsWith("c.toml:1: 'databases' must be tables"));
    CHECK_THAT(config_error("databases.x = 3"),
               Catch::StartsWith("c.toml:1: 'databases.x' must be a table"));
    CHECK_THAT(config_error("[databases.x]"), Catch::Contains("has no path"));
    CHECK_THAT(config_error("[models.x]\nmodel = \"y\""),
               Catch::Contains("neither vendor nor base_url"));
    CHECK_THAT(config_error("a = [1,"), Catch::StartsWith("c.toml:1: not TOML"));
}

TEST_CASE("config file: a key written out is refused and not repeated", "[cli]") {
    const std::string error =
        config_error("[models.x]\nvendor = \"openai\"\nmodel = \"y\"\napi_key = \"sk-verysecret\"");

    CHECK_THAT(error, Catch::StartsWith("c.toml:4: 'api_key' must not stand in a file"));
    CHECK_THAT(error, Catch::Contains("api_key_env"));
    CHECK_THAT(error, !Catch::Contains("verysecret"));
}

TEST_CASE("config file: an address in the wrong place, or none, is told and not shown", "[cli]") {
    for (const char* line :
         {"path = \"postgres://u:verysecret@h/d\"", "url = \"Driver=x;PWD=verysecret\"",
          "url = \" postgres://u:verysecret@h/d\""}) {
        const std::string error = config_error(std::string("[databases.a]\n") + line);
        CHECK_THAT(error, Catch::Contains("of [databases.a] "));
        CHECK_THAT(error, !Catch::Contains("verysecret"));
    }
}

TEST_CASE("config file: a dsn is a name, and no other way to a driver or server", "[cli]") {
    for (const Trust trust : {Trust::user, Trust::project}) {
        for (const char* dsn : {"Driver=/x.so;Server=h", "shop;PWD=verysecret", "postgres://h/d"}) {
            const std::string error =
                config_error(std::string("[databases.a]\ndsn = \"") + dsn + "\"", trust);
            CHECK_THAT(error,
                       Catch::Contains("the dsn of [databases.a] is no name of a data source"));
            CHECK_THAT(error, !Catch::Contains("verysecret"));
        }
    }
    CHECK(parse_config("[databases.a]\ndsn = \"Data Warehouse\"", "askdb.toml", Trust::project)
              .value_or_throw()
              .databases[0]
              .dsn == "Data Warehouse");
}

TEST_CASE("config file: a project file names files below it, instructions and limits", "[cli]") {
    const FileConfig config =
        parse_config(
            "instructions = \"x\"\n[databases.a]\npath = \"data/a.db\"\n[limits]\nmax_rows = 5",
            "askdb.toml", Trust::project)
            .value_or_throw();

    CHECK(config.databases[0].path == "data/a.db");
    CHECK(config.limits.max_rows == 5);
}

TEST_CASE("config file: a project file sets nothing that leads elsewhere", "[cli]") {
    for (const char* path :
         {"/etc/x.db", "../x.db", "a/../../x.db", "~/x.db", "file:/x.db", ".."}) {
        const std::string text = std::string("[databases.a]\npath = \"") + path + "\"";
        CHECK_THAT(config_error(text, Trust::project),
                   Catch::Contains("a project file must not set"));
    }
    for (const char* text :
         {"default_model = \"openai:x\"", "[models.a]\nmodel = \"x\"\nvendor = \"ollama\""}) {
        CHECK_THAT(config_error(text, Trust::project),
                   Catch::Contains("a project file must not set"));
    }
}

TEST_CASE("config file: lists of tables and a dialect are read and checked", "[cli][lists]") {
    const FileConfig config =
        parse_config(
            "[databases.a]\ndsn = \"x\"\ndialect = \"generic\"\n"
            "tables = [\"monitoring.*\", \"sites\"]\ndeny_tables = [\"*.secrets\"]",
            "c.toml", Trust::project)
            .value_or_throw();
    REQUIRE(config.databases.size() == 1);
    CHECK(config.databases[0].dialect == "generic");
    REQUIRE(config.databases[0].table_lists.size() == 1);
    CHECK(config.databases[0].table_lists[0].allowed.size() == 2);
    CHECK(config.databases[0].table_lists[0].denied == std::vector<std::string>{"*.secrets"});

    const std::string dsn = "[databases.a]\ndsn = \"x\"\n";
    CHECK_THAT(config_error(dsn + "dialect = \"postgers\""),
               Catch::Contains("no dialect named 'postgers'") &&
                   Catch::Contains("did you mean 'postgres'?"));
    CHECK_THAT(config_error("[databases.a]\npath = \"x.db\"\ndialect = \"generic\""),
               Catch::Contains("an SQLite file has its own dialect"));
    CHECK_THAT(config_error(dsn + "dialect = \"mysql\"", Trust::project),
               Catch::Contains("must not set a dialect other than 'generic'"));
    CHECK_THAT(config_error(dsn + "tables = []"), Catch::Contains("'tables' is empty"));
    CHECK_THAT(config_error(dsn + "deny_tables = [\"\"]"),
               Catch::Contains("'deny_tables' holds an empty text"));
    CHECK_THAT(config_error(dsn + "deny_tables = [\"a.b.c.d\"]"),
               Catch::Contains("'a.b.c.d' is no pattern for tables"));
    CHECK_THAT(config_error(dsn + "tables = \"a\""), Catch::Contains("must be a list"));
    CHECK_THAT(config_error("[databases.a]\ntables = [\"a\"]"), Catch::Contains("has no path"));
}
