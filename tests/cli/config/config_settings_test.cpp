#include "cli/config/config_settings.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

std::optional<FoundFile> file_of(std::string_view text, const std::string& path, Trust trust) {
    return FoundFile{parse_config(text, path, trust).value_or_throw(), path};
}

/// "databases.shop.path = "x"  # a:1", a line for each setting.
std::string listed(std::string_view user, std::string_view project = {},
                   std::map<std::string, std::string, std::less<>> variables = {},
                   const Args& args = {}) {
    const auto own = file_of(user, "/home/me/u.toml", Trust::user);
    const auto other =
        project.empty() ? std::nullopt : file_of(project, "askdb.toml", Trust::project);
    const Environment environment(std::move(variables));
    const ConfigSources sources{own, other, environment, args};
    std::string text;
    for (const Setting& s : list_settings(sources, merge_config(sources).value_or_throw()))
        text += s.table + "." + s.key + " = " + toml_text(s.value) + " # " + s.from.front() +
                (s.from.size() > 1 ? ", " + s.from[1] : "") + "\n";
    return text;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("settings: each value says the file and line, variable or option that it comes from",
          "[config]") {
    Args args;
    args.max_rows = "7";
    const std::string text = listed(
        "default_database = \"shop\"\ninstructions = \"a\"\n"
        "[databases.shop]\npath = \"shop.db\"\n"
        "[limits]\ntimeout = 9\nmax_steps = 5\nmax_rows = 3\n",
        "instructions = \"b\"\n[limits]\nmax_steps = 2\ntimeout = 20\n",
        {{"ASKDB_MODEL", "openai:gpt-4o"}, {"ASKDB_HEAD_ROWS", "4"}}, args);

    CHECK(has(text, ".default_database = \"shop\" # /home/me/u.toml:1\n"));
    CHECK(has(text, ".default_model = \"openai:gpt-4o\" # ASKDB_MODEL\n"));
    CHECK(has(text, ".instructions = \"a\\n\\nb\" # /home/me/u.toml:2, askdb.toml:1\n"));
    CHECK(has(text, "databases.shop.path = \"/home/me/shop.db\" # /home/me/u.toml:4\n"));
    CHECK(has(text, "limits.timeout = 9 # /home/me/u.toml:6\n"));
    CHECK(has(text, "limits.max_steps = 2 # askdb.toml:3\n"));
    CHECK(has(text, "limits.max_rows = 7 # --max-rows\n"));
    CHECK(has(text, "limits.head_rows = 4 # ASKDB_HEAD_ROWS\n"));
    CHECK(has(text, "limits.max_tokens = 1000000 # built in\n"));
    CHECK_FALSE(has(text, "max_cost_usd"));
}

TEST_CASE("settings: no secret is in them", "[config]") {
    const std::string text = listed(
        "[databases.a]\nurl = \"postgres://u:hunter2@h/d?sslpassword=hunter2\"\n"
        "[databases.b]\nconnection_string = \"Driver=X;PWD=hunter2;SSLKey={hunter2;}\"\n"
        "[databases.c]\nurl = \"postgres://h/d\"\npassword_command = \"echo hunter2\"\n"
        "[databases.d]\nurl = \"postgres://h/d\"\npassword_command = \"PW=hunter2 print-it\"\n"
        "[models.m]\nbase_url = \"https://me:hunter2@h/v1\"\nmodel = \"x\"\n",
        {}, {{"ASKDB_DATABASE", "postgres://u:hunter2@h/d"}});

    INFO(text);
    CHECK_FALSE(has(text, "hunter2"));
    CHECK(has(text, "password_command = \"echo …\""));
    CHECK(has(text, "default_database = \"postgres://u@h/d\" # ASKDB_DATABASE"));
    CHECK(has(text, "Driver=X;PWD=***;SSLKey=***"));
}

TEST_CASE("settings: a URL's parameters are shown, but for what may be secret", "[config]") {
    const std::string text = listed(
        "[databases.a]\nurl = \"postgres://h/x?sslmode=disable&connect_timeout=3\"\n"
        "[databases.b]\n"
        "url = \"postgres://h/x?sslmode=require&password=hunter2&passfile=hunter2&odd=hunter2\"\n"
        "[databases.c]\nurl = \"mysql://u:12?hunter2@h/x&sslmode=hunter2@h\"\n"
        "[models.m]\nbase_url = \"https://h/v1?key=hunter2\"\nmodel = \"x\"\n");

    INFO(text);
    CHECK(has(text, "\"postgres://h/x?sslmode=disable&connect_timeout=3\""));
    CHECK(has(text, "\"postgres://h/x?sslmode=require&password=***&passfile=***&odd=***\""));
    CHECK(has(text, "https://h/v1?key=***"));
    CHECK_FALSE(has(text, "hunter2"));
}

TEST_CASE("settings: hostile names and texts stay on their line", "[config]") {
    CHECK(toml_text(std::string("a\"b\\c\n\x1b[2J")) == R"("a\"b\\c\n\x1b[2J")");
    CHECK(toml_text(std::vector<std::string>{"a", "b\n"}) == R"(["a", "b\n"])");
    CHECK(toml_text(0.5) == "0.5");
    CHECK(toml_text(true) == "true");
    CHECK(shown_text("password_command", "$(cat secret)") == "…");
    CHECK(shown_text("api_key_command", "pass show x") == "pass …");
    CHECK(shown_text("url", "postgres:/u:secret@h/x") == "***");
    CHECK(shown_text("path", " postgres://u:secret@h/x") == "***");
    CHECK(shown_text("url", "postgres://h/x;password=secret") == "postgres://…");
}
