#pragma once

#include "libagent/base/text.h"
#include "libagent/models/egress_ledger.h"
#include "libagent/models/protocol.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/scripted_approver.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace askdb::test {

/// Texts at every level below `sample`, and numbers and dates that are no bound of their column.
inline const std::vector<std::string> canaries = {
    "Quetzal-7731", "7731",       "kestrel-9912", "9912", "Osprey-5507", "5507",
    "48213.77",     "1971-02-03", "Sandpiper",    "26.5", "Godwit-3348", "3348"};
inline const std::vector<std::string> bounds = {"99999.25", "2001-09-09"};

inline std::vector<std::string> canary_statements(const std::string& people,
                                                  const std::string& visits) {
    return {"CREATE TABLE " + people +
                " (id INTEGER PRIMARY KEY, name VARCHAR(60), email VARCHAR(60) UNIQUE,"
                " born DATE, paid DECIMAL(12,2))",
            "CREATE TABLE " + visits + " (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES " +
                people + "(id), remark VARCHAR(60), cost DECIMAL(9,1))",
            "INSERT INTO " + people +
                " VALUES (1,'Quetzal-7731','kestrel-9912@canary.example','1971-02-03',48213.77),"
                " (2,'Osprey-5507','osprey@canary.example','1950-01-01',1.5),"
                " (3,'Sandpiper','sandpiper@canary.example','2001-09-09',99999.25)",
            "INSERT INTO " + visits +
                " VALUES (1,1,'Godwit-3348',26.5), (2,2,'none',1), (3,3,NULL,99)"};
}

/// Holds only what differs between databases.
struct CanaryTables {
    std::string people = "people";
    std::string visits = "visits";
    /// Statements that fail with words that quote a value.
    std::vector<std::string> failing = {};
};

inline chat::ToolCall call(std::string tool, const Json& arguments) {
    static int number = 0;
    return {"call_" + std::to_string(++number), std::move(tool), dump_json(arguments)};
}

/// Drives every tool to tell what it can.
inline std::vector<ScriptedReply> prying_script(const CanaryTables& tables) {
    const std::string& people = tables.people;
    std::vector<chat::ToolCall> looks = {
        call("list_tables", {{"containing", "quetzal"}}),
        call("list_tables", Json::object()),
        call("describe_tables", {{"tables", {people, tables.visits}}}),
        call("find_values", {{"value", "quetzal"}}),
        call("find_values", {{"value", "sandpipr"}, {"table", people}, {"column", "name"}}),
        call("query", {{"sql", "SELECT * FROM " + people + " ORDER BY id"}}),
        call("query", {{"sql", "SELECT name, born, paid FROM " + people +
                                   " WHERE id = 1 OR id = 2 "
                                   "OR id = 3"}}),
        call("query", {{"sql", "SELECT id FROM " + people + " WHERE name = 'quetzal 77'"}}),
        call("query", {{"sql", "SELECT p.name, SUM(p.paid) AS paid FROM " + people + " p JOIN " +
                                   tables.visits + " v ON v.person_id = p.id GROUP BY p.name"}}),
        call("query", {{"sql", "SELECT nmae FROM " + people}}),
        call("query", {{"sql", "SELECT remark, cost FROM " + tables.visits}})};
    for (const std::string& sql : tables.failing) looks.push_back(call("query", {{"sql", sql}}));
    return {
        openai_calls(looks),
        openai_calls({call("query_results", {{"sql", "SELECT * FROM r1 LIMIT 2"}}),
                      call("query_results", {{"sql", "SELECT name || email AS x FROM r1"}}),
                      call("query_results", {{"sql", "SELECT json_extract('{}', name) FROM r1"}}),
                      call("query_results", {{"sql", "SELECT nmae FROM r1"}})}),
        openai_calls({call("change_data", {{"sql", "UPDATE " + people +
                                                       " SET email = 'osprey@canary.example' "
                                                       "WHERE id = 1"}})}),
        openai_text("{r2[1].name} paid {r2[1].paid}, of {r1.rows}; {r9.x}")};
}

struct Recorded {
    std::string sent;   ///< All bytes that the server got.
    std::string log;    ///< The egress log.
    std::string steps;  ///< What front ends are told of the steps.
    chat::Answer answer;
    std::string streamed;
    std::vector<std::string> bodies;
};

/// One conversation of an agent whose model is the recording server.
class Prying {
  public:
    Prying(database::Database& database, std::vector<ScriptedReply> script)
        : server_(std::move(script)),
          databases_{&database},
          approver_({tools::Approval::yes}),
          store_(sessions::make_memory_store()),
          ledger_(folder_.file("egress.jsonl")),
          http_(net::make_http_client()) {
        conversation_.session_id = "pried";
        model_ = models::find_protocol("openai")->make({.name = "openai:gpt",
                                                        .model = "gpt",
                                                        .base_url = server_.url("/v1"),
                                                        .witness = &ledger_},
                                                       *http_);
    }

    Recorded ask_strictly() {
        is_strict_ = true;
        return ask({});
    }

    Recorded ask(const tools::Sharing& sharing, std::string_view question = "Who paid what?") {
        loop::Agent agent{.model = *model_,
                          .databases = databases_,
                          .sessions = *store_,
                          .limits = {},
                          .instructions = {},
                          .log = log_,
                          .approver = &approver_,
                          .sharing = sharing};
        agent.limits.max_sql_retries = 50;
        agent.is_strict = is_strict_;
        RecordingSink sink;
        Recorded recorded;
        recorded.answer = loop::ask(agent, conversation_, {question}, {sink});
        recorded.streamed = sink.streamed();
        for (const RecordedRequest& request : server_.requests()) {
            recorded.sent += request.head + request.body;
            recorded.bodies.push_back(request.body);
        }
        for (const chat::Step& step : recorded.answer.workflow) {
            recorded.steps += step.error + step.arguments + step.sql;
            for (const chat::Finding& finding : step.findings) recorded.steps += finding.message;
        }
        std::ostringstream log;
        log << std::ifstream(folder_.file("egress.jsonl")).rdbuf();
        recorded.log = log.str();
        return recorded;
    }

    const models::EgressLedger& ledger() const { return ledger_; }
    loop::Conversation& conversation() { return conversation_; }
    session::SessionStore& store() { return *store_; }
    models::Model& model() { return *model_; }

  private:
    TempFolder folder_;
    ScriptedServer server_;
    std::vector<database::Database*> databases_;
    ScriptedApprover approver_;
    std::unique_ptr<session::SessionStore> store_;
    models::EgressLedger ledger_;
    std::unique_ptr<net::HttpClient> http_;
    std::unique_ptr<models::Model> model_;
    NullLog log_;
    loop::Conversation conversation_;
    bool is_strict_ = false;
};

inline void check_without(const Recorded& recorded, const std::vector<std::string>& values) {
    for (const std::string& value : values) {
        INFO(value);
        const std::size_t at = recorded.sent.find(value);
        INFO(recorded.sent.substr(at == std::string::npos ? 0 : at - std::min<std::size_t>(at, 200),
                                  at == std::string::npos ? 0 : 400));
        CHECK(at == std::string::npos);
        CHECK(recorded.log.find(value) == std::string::npos);
        CHECK(recorded.steps.find(value) == std::string::npos);
    }
}

struct SqliteCanaries {
    SqliteCanaries() {
        tables.failing = {"SELECT json_extract('{}', name) FROM people",
                          "SELECT json_extract(name, '$.a') FROM people"};
    }
    TempDatabase file{join(canary_statements("people", "visits"), ";\n") + ";"};
    database::Database database{"zoo", database::make_sqlite_source(file.path())};
    CanaryTables tables;
};

}
