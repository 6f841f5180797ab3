#include "cli/repl/history_filter.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace askdb::cli::repl;

TEST_CASE("repl history: what a person would want again is kept", "[repl]") {
    for (const char* input :
         {"How many sites are there?", "select * from sites;", "/use shop", "!ls -l",
          "Which users have no password?", "select password is null from users;",
          "What is the secret of our success?", "How many tokens were used: by month?",
          "postgres://mary@host/shop", "/use postgres://host/shop", "show me the secret plans",
          "select token from sessions;", "Why is AKIA in this table?", "ask-me-anything-about-sk-",
          "https://example.com/a:b", "How many\nsites?"}) {
        INFO(input);
        CHECK(is_kept_in_history(input, "something else"));
    }
    CHECK(is_kept_in_history("select 1", ""));
}

TEST_CASE("repl history: repeats, blanks and what begins with one are not kept", "[repl]") {
    CHECK_FALSE(is_kept_in_history("select 1", "select 1"));
    CHECK_FALSE(is_kept_in_history("", "x"));
    CHECK_FALSE(is_kept_in_history("  ", "x"));
    CHECK_FALSE(is_kept_in_history(" select 1", "x"));
    CHECK_FALSE(is_kept_in_history("\tselect 1", "x"));
    CHECK_FALSE(is_kept_in_history(std::string_view("a\0b", 3), "x"));
}

TEST_CASE("repl history: secrets are not kept", "[repl]") {
    for (const char* input : {"/use postgres://mary:geheim@host/shop",
                              "/use mysql://mary:p%40ss@host/shop?x=1",
                              "/use Driver={PostgreSQL Unicode};Uid=mary;Pwd={geheim};",
                              "/use DSN=x;PWD=y",
                              "/set password=geheim",
                              "/set password = geheim",
                              "password: geheim",
                              "alter user mary with password 'geheim';",
                              "create user mary identified by 'geheim';",
                              "set password for mary = 'geheim';",
                              "ALTER ROLE mary PASSWORD 'geheim'",
                              "!export OPENAI_API_KEY=sk-proj-abcdefghijklmnop",
                              "!PGPASSWORD=geheim psql",
                              "my key is sk-ant-REDACTED",
                              "{\"api_key\": \"x\"}",
                              "AWS_SECRET_ACCESS_KEY=abc",
                              "AKIAIOSFODNN7EXAMPLE",
                              "Authorization: Bearer abc",
                              "!curl -H 'Authorization: Bearer abc' https://x",
                              "access_token=abc",
                              "-----BEGIN PRIVATE KEY-----",
                              "ghp_abcdefghijklmnopqrst",
                              "!mysql --password=geheim",
                              "update users set password = 'geheim' where id = 1;",
                              "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x",
                              "How many?\n/use postgres://a:b@c/d"}) {
        INFO(input);
        CHECK_FALSE(is_kept_in_history(input, "x"));
    }
}
