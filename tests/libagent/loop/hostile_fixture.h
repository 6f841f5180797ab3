#pragma once

#include "tests/support/agent_fixture.h"
#include "tests/support/hostile_world.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::test {

using Statements = std::vector<std::string>;
using Call = std::pair<std::string, std::string>;

inline std::string json_text(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// An agent over all databases; each batch of calls is a turn of its own.
class HostileFixture {
  public:
    HostileFixture() : things_(harmable_databases(loot_.path())) {
        for (const auto& thing : things_) {
            opened_.push_back(std::make_unique<database::Database>(thing->name(), thing->source()));
            databases_.push_back(opened_.back().get());
        }
        limits.statement.timeout = std::chrono::milliseconds(1500);
        limits.statement.bytes = 8u << 20;
        limits.max_argument_bytes = 32u << 20;
        conversation_.session_id = "hostile";
        before_ = fingerprints();
    }

    std::string loot(const std::string& name) const { return loot_.file(name); }

    /// Every name and argument is called; the turn must end well and nothing be changed.
    chat::Answer try_calls(const std::vector<Call>& calls) {
        const ScriptedModel model({test::calls(calls), says("I can only read.")});
        const loop::Agent agent{model, databases_, *store_, limits, {}, log_};
        const chat::Answer answer = loop::ask(agent, conversation_, {"harm", false}, {sink_});
        const bool ended = answer.response == "I can only read." || !answer.stopped_by.empty();
        CHECK(ended);
        const bool unchanged = fingerprints() == before_;
        CHECK(unchanged);
        REQUIRE(unchanged);
        return answer;
    }

    /// The statement on every database, and on the results.
    void try_everywhere(const std::string& sql) {
        INFO((sql.size() > 300 ? sql.substr(0, 300) + "…" : sql));
        std::vector<Call> calls;
        for (const auto& thing : things_) {
            calls.emplace_back("query", json_text({{"database", thing->name()}, {"sql", sql}}));
        }
        calls.emplace_back("query_results", json_text({{"sql", sql}}));
        try_calls(calls);
    }

    /// Each database still answers.
    void check_alive() {
        for (database::Database* database : databases_) {
            INFO(database->name());
            const auto rows = database->query("select 7", {}, {});
            REQUIRE(rows.ok());
            CHECK(rows.value().cell(0, 0).text == "7");
        }
    }

    std::vector<Call> reading_calls() const {
        std::vector<Call> calls;
        for (const auto& thing : things_) {
            calls.emplace_back("query", json_text({{"database", thing->name()},
                                                   {"sql", "select * from " + thing->table()}}));
        }
        return calls;
    }

    void harm_all() const {
        for (const auto& thing : things_) thing->harm();
    }

    std::vector<std::string> fingerprints() const {
        std::vector<std::string> all;
        for (const auto& thing : things_) all.push_back(thing->fingerprint());
        return all;
    }

    loop::TurnLimits limits;

  private:
    TempFolder loot_;
    std::vector<std::unique_ptr<HarmableDatabase>> things_;
    std::vector<std::unique_ptr<database::Database>> opened_;
    std::vector<database::Database*> databases_;
    std::unique_ptr<session::SessionStore> store_ = sessions::make_memory_store();
    NullLog log_;
    RecordingSink sink_;
    loop::Conversation conversation_;
    std::vector<std::string> before_;
};

inline std::string repeated(const std::string& text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

}
