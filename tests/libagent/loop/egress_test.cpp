// What leaves for a model: no value of the data that a level or a mask keeps back, whatever the
// model does. Canaries are planted in the data; a server records every byte that comes.

#include "libagent/database/odbc/odbc_source.h"
#include "libagent/loop/typed_statement.h"
#include "tests/libagent/loop/egress_fixture.h"
#include "tests/support/servers.h"

namespace askdb::test {
namespace {

using tools::ShareLevel;

}

TEST_CASE("egress: at rows the canaries do leave, so that the others prove something",
          "[share][egress]") {
    SqliteCanaries zoo;
    Prying prying(zoo.database, prying_script(zoo.tables));

    const Recorded recorded = prying.ask({});

    for (const std::string& value : canaries) {
        INFO(value);
        CHECK(recorded.sent.find(value) != std::string::npos);
    }
    CHECK(recorded.log.find("Quetzal-7731") != std::string::npos);
    CHECK(recorded.answer.response == "Quetzal-7731 paid 48213.77, of 3; {r9.x}");
    const models::HostEgress sent = prying.ledger().of_conversation("pried").at("127.0.0.1");
    CHECK(sent.requests == recorded.bodies.size());
    CHECK(sent.columns.at("r1.name").values == 5);  // Three cells, and the bounds.
}

TEST_CASE("egress: at schema no value leaves, and the answer has them all the same",
          "[share][egress]") {
    SqliteCanaries zoo;
    Prying prying(zoo.database, prying_script(zoo.tables));

    const Recorded recorded = prying.ask({.common = {.level = ShareLevel::schema}});

    check_without(recorded, canaries);
    check_without(recorded, bounds);
    CHECK(recorded.answer.response == "Quetzal-7731 paid 48213.77, of 3; {r9.x}");
    CHECK(recorded.streamed == recorded.answer.response);
    CHECK(std::any_of(recorded.answer.warnings.begin(), recorded.answer.warnings.end(),
                      [](const chat::Warning& warning) {
                          return warning.check == "template" &&
                                 warning.message.find("{r9.x}") != std::string::npos;
                      }));
    CHECK(recorded.sent.find("no such column: nmae") != std::string::npos);
    CHECK(recorded.sent.find("did you mean") != std::string::npos);
    const Json line = parse_json(recorded.log.substr(0, recorded.log.find('\n')), "line").value();
    CHECK(line["host"] == "127.0.0.1");
    CHECK(line["conversation"] == "pried");
    CHECK(line["request_bytes"] == recorded.bodies.front().size());
}

TEST_CASE("egress: at stats only bounds of numbers and dates leave", "[share][egress]") {
    SqliteCanaries zoo;
    Prying prying(zoo.database, prying_script(zoo.tables));

    const Recorded recorded = prying.ask({.common = {.level = ShareLevel::stats}});

    check_without(recorded, {"Quetzal-7731", "kestrel-9912", "Osprey-5507", "Sandpiper", "Godwit"});
    CHECK(recorded.sent.find("99999.25") != std::string::npos);
}

TEST_CASE("egress: masked columns never leave, at any level", "[share][egress][mask]") {
    for (const ShareLevel level : {ShareLevel::schema, ShareLevel::sample, ShareLevel::rows}) {
        SqliteCanaries zoo;
        Prying prying(zoo.database, prying_script(zoo.tables));

        const Recorded recorded = prying.ask(
            {.common = {.level = level, .masks = {"*.name", "people.email", "people.born"}}});

        check_without(recorded, {"Quetzal-7731", "7731", "kestrel-9912", "Osprey-5507", "Sandpiper",
                                 "1971-02-03", "2001-09-09"});
        CHECK((recorded.sent.find("48213.77") != std::string::npos) == (level > ShareLevel::stats));
        CHECK(recorded.answer.response.starts_with("Quetzal-7731 paid"));
    }
}

TEST_CASE("egress: what was shared before the level was lowered does not leave again",
          "[share][egress]") {
    SqliteCanaries zoo;
    std::vector<ScriptedReply> script = prying_script(zoo.tables);
    script.back() = openai_text("Quetzal-7731 paid 48213.77.");
    script.push_back(openai_text("Nothing to add."));
    Prying prying(zoo.database, std::move(script));
    const std::size_t before = prying.ask({}).bodies.size();

    Recorded recorded = prying.ask({.common = {.level = ShareLevel::schema}}, "And now?");

    recorded.sent.clear();
    recorded.log.clear();
    recorded.steps.clear();
    for (std::size_t i = before; i < recorded.bodies.size(); ++i)
        recorded.sent += recorded.bodies[i];
    CHECK_FALSE(recorded.sent.empty());
    CHECK(recorded.sent.find("Who paid what?") != std::string::npos);
    check_without(recorded, canaries);
}

TEST_CASE("egress: rows that a person read by SQL do not leave", "[share][egress]") {
    SqliteCanaries zoo;
    Prying prying(zoo.database, {openai_text("I see.")});
    const std::string sql = "SELECT name, paid FROM people";
    database::Database* const databases[] = {&zoo.database};
    NullLog log;
    RecordingSink sink;
    const tools::Sharing sharing{.common = {.level = ShareLevel::schema}};
    for (const tools::Sharing& then : {tools::Sharing(), sharing}) {
        const loop::Agent agent{.model = prying.model(),
                                .databases = databases,
                                .sessions = prying.store(),
                                .limits = {},
                                .instructions = {},
                                .log = log,
                                .sharing = then};
        loop::keep_statement(agent, prying.conversation(),
                             {.statement = sql,
                              .database = "zoo",
                              .rows = zoo.database.query(sql, {}, {}).value_or_throw()},
                             {sink});
    }

    const Recorded recorded = prying.ask(sharing);

    check_without(recorded, canaries);
    CHECK(recorded.sent.find(sql) != std::string::npos);
}

TEST_CASE("egress: a tool that knows nothing of levels is not repeated", "[share][egress]") {
    SqliteCanaries zoo;
    AgentFixture fixture({calls({{"gossip", "{}"}}), says("Well.")});
    const std::vector<tools::ToolSpec> own = {
        {.name = "gossip",
         .summary = "Tells.",
         .progress = "Telling",
         .schema = R"({"type":"object"})",
         .run = [](const tools::ToolContext&, const Json&) -> tools::ToolOutput {
             return {.text = "Quetzal-7731 is here"};
         }}};
    loop::Agent agent{.model = fixture.model,
                      .databases = fixture.databases,
                      .sessions = *fixture.store,
                      .limits = {},
                      .instructions = {},
                      .log = fixture.log,
                      .tools = own,
                      .sharing = {.common = {.masks = {"*.email"}}}};

    loop::ask(agent, fixture.conversation, {"Who?"}, {fixture.sink});

    CHECK(fixture.model.requests.back().back().text.find("Quetzal") == std::string::npos);
}

TEST_CASE("egress: nothing is sent that cannot be noted", "[share][egress]") {
    SqliteCanaries zoo;
    ScriptedServer server({openai_text("Hello.")});
    models::EgressLedger ledger("/dev/full");
    const auto http = net::make_http_client();
    const auto model = models::find_protocol("openai")->make(
        {.name = "openai:gpt", .model = "gpt", .base_url = server.url("/v1"), .witness = &ledger},
        *http);
    AgentFixture fixture({});
    loop::Agent agent{*model, fixture.databases, *fixture.store, {}, {}, fixture.log};

    CHECK_THROWS_AS(loop::ask(agent, fixture.conversation, {"Who?"}, {fixture.sink}), Failure);
    CHECK(server.requests().empty());
}

TEST_CASE("egress: no canary leaves from servers, whose errors quote values",
          "[share][egress][servers]") {
    const std::vector<TestServer> servers = test_servers();
    if (servers.empty()) WARN("no server: tests/support/servers.sh starts them");
    for (const TestServer& server : servers) {
        INFO(server.name);
        CanaryTables tables{.people = unique_name("people"), .visits = unique_name("visits")};
        std::vector<std::string> made = canary_statements(tables.people, tables.visits);
        if (server.is_postgres()) {
            for (const std::string& table : {tables.people, tables.visits})
                made.push_back("grant all on " + table + " to reader");
            tables.failing = {"SELECT name::int FROM " + tables.people,
                              "SELECT name::date FROM " + tables.people,
                              "SELECT name::regclass FROM " + tables.people};
        } else {
            tables.failing = {
                "SELECT extractvalue('<a/>', concat('\\\\', name)) FROM " + tables.people,
                "SELECT CAST(name AS INTEGER) FROM " + tables.people};
        }
        server.run_as_owner(made);
        database::Database database("zoo", database::make_odbc_source(server.target()));
        // The words of its errors do quote values: else all the rest would prove nothing.
        const Recorded open = Prying(database, prying_script(tables)).ask({});
        CHECK(std::any_of(open.answer.workflow.begin(), open.answer.workflow.end(),
                          [](const chat::Step& step) {
                              return step.error.find("Quetzal-7731") != std::string::npos;
                          }));
        CHECK(open.sent.find("osprey@canary.example") != std::string::npos);
        for (const ShareLevel level : {ShareLevel::schema, ShareLevel::rows}) {
            tools::Sharing sharing{.common = {.level = level}};
            if (level == ShareLevel::rows)
                sharing.common.masks = {"*.name", "*.email", "*.born", "*.remark"};
            Prying prying(database, prying_script(tables));

            const Recorded recorded = prying.ask(sharing);

            check_without(recorded, {"Quetzal-7731", "7731", "kestrel-9912", "9912", "Osprey-5507",
                                     "Sandpiper", "1971-02-03", "Godwit-3348"});
            if (level == ShareLevel::schema) check_without(recorded, {"48213.77", "26.5"});
            CHECK(recorded.answer.response.starts_with("Quetzal-7731 paid 48213.77"));
            CHECK(std::any_of(recorded.answer.workflow.begin(), recorded.answer.workflow.end(),
                              [](const chat::Step& step) {
                                  return step.tool == "change_data" && !step.error.empty();
                              }));
        }
        server.run_as_owner({"drop table " + tables.visits, "drop table " + tables.people});
    }
}

}
