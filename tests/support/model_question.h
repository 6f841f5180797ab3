#pragma once

#include "libagent/base/json.h"
#include "tests/support/agent_fixture.h"
#include "tests/support/program.h"
#include "tests/support/scripted_server.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::test {

inline constexpr const char* secret_key = "sk-canary-5d0c1f";
inline constexpr const char* endless_statement =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

/// A streamed reply that calls `query` with this statement.
ScriptedReply calls_query(const std::string& sql);

/// A question to the shop, answered by a scripted server that stands for OpenAI's.
struct ModelQuestion {
    explicit ModelQuestion(std::vector<ScriptedReply> script) : server(std::move(script)) {}

    ProgramStart start(std::vector<std::string> more = {}) const;
    ProgramEnd ask(std::vector<std::string> more = {}) const;

    TempDatabase shop{shop_sql};
    ScriptedServer server;
};

/// `askdb -d DATABASE sql WORDS…`
ProgramEnd sql(const TempDatabase& database, std::vector<std::string> words,
               std::string input = {});

/// Whether either stream holds the text.
bool shows(const ProgramEnd& end, std::string_view text);

}
