#include "tests/support/model_question.h"

#include <nlohmann/json.hpp>

namespace askdb::test {

ScriptedReply calls_query(const std::string& sql) {
    return openai_calls({{"call_1", "query", dump_json({{"sql", sql}})}});
}

ProgramStart ModelQuestion::start(std::vector<std::string> more) const {
    ProgramStart start{.arguments = {"-d", shop.path(), "-m", "openai:gpt-test"}};
    start.arguments.insert(start.arguments.end(), more.begin(), more.end());
    start.arguments.insert(start.arguments.end(), {"How", "many", "orders?"});
    start.environment = {{"OPENAI_BASE_URL", server.url("/v1")}, {"OPENAI_API_KEY", secret_key}};
    return start;
}

ProgramEnd ModelQuestion::ask(std::vector<std::string> more) const {
    return run_program(start(std::move(more)));
}

ProgramEnd sql(const TempDatabase& database, std::vector<std::string> words, std::string input) {
    std::vector<std::string> arguments = {"-d", database.path(), "sql"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    return run_program({.arguments = std::move(arguments), .input = std::move(input)});
}

bool shows(const ProgramEnd& end, std::string_view text) {
    return end.out.find(text) != std::string::npos || end.err.find(text) != std::string::npos;
}

}
