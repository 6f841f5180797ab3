// What leaves, by /egress: the rules that hold, and what went to whom.
#include "tests/support/agent_fixture.h"
#include "tests/support/fake_shell.h"

#include <catch2/catch.hpp>

namespace askdb::test {
namespace {

cli::Config shop_and_hr(const TempFolder& folder) {
    cli::Config config;
    config.databases = {make_database(folder, shop_sql, "shop.db")};
    config.known_databases = {{.name = "hr",
                               .path = make_database(folder, "CREATE TABLE t(x)", "hr.db"),
                               .share = tools::ShareLevel::schema,
                               .mask = {"t.x"}}};
    return config;
}

struct EgressFixture {
    TempFolder folder;
    FakeShell shell{shop_and_hr(folder), {{"OPENAI_API_KEY", "sk-very-secret"}}};

    const std::string& told() {
        shell.type("/egress");
        return shell.out;
    }
};

}

TEST_CASE("repl: /egress tells the rules as /share does", "[repl][share][egress]") {
    EgressFixture fixture;
    fixture.shell.type("/share 3");

    CHECK_THAT(fixture.told(), Catch::Contains("the first 3 rows of each result"));
    fixture.shell.type("/share stats");
    CHECK_THAT(fixture.told(), Catch::Contains("share        stats: also counts"));
    CHECK_THAT(fixture.told(), !Catch::Contains("of hr"));
    database::Rows rows;
    rows.columns = {{.name = "x"}};
    fixture.shell.conversation().results.add("hr", "SELECT x FROM t", std::move(rows));
    CHECK_THAT(fixture.told(), Catch::Contains("of hr: schema; mask: t.x"));
    fixture.shell.type("/share");
    CHECK_THAT(fixture.shell.out, Catch::Contains("of hr: schema; mask: t.x"));
}

TEST_CASE("repl: /egress counts a column's rows, and its bounds beside them",
          "[repl][share][egress]") {
    EgressFixture fixture;
    const std::vector<chat::Message> messages = {
        {.role = chat::Role::assistant, .tool_calls = {{"c1", "query", "{}"}}},
        {.role = chat::Role::tool,
         .text = R"({"handle":"r1","columns":[{"name":"n","min":"1","max":"5"}],)"
                 R"("rows":[[1],[5],[3]]})",
         .tool_call_id = "c1"}};
    fixture.shell.sent.before_sending({.host = "api.example.com",
                                       .conversation = fixture.shell.conversation().session_id,
                                       .bytes = 9,
                                       .messages = messages});

    CHECK_THAT(fixture.told(), Catch::Contains("r1.n: 3 values and 2 bounds, 5 bytes"));
}

}
