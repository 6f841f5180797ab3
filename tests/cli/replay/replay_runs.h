#pragma once

#include "tests/support/model_question.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {

using Environment = decltype(ProgramStart::environment);

inline constexpr std::string_view towns_sql = R"(
    CREATE TABLE towns (name TEXT NOT NULL, people INTEGER);
    INSERT INTO towns VALUES ('Bern', 134), ('Oslo', 709), ('Lima', 9751);
)";

/// A home, a database of towns in a folder of its own, and a conversation "one" about it.
struct ReplayRuns {
    /// A question for each statement; the last reply of the script repeats.
    explicit ReplayRuns(std::vector<ScriptedReply> script, std::string address = {})
        : model(std::move(script)), database(std::move(address)) {
        make_database(folder, towns_sql, "towns.db");
        if (database.empty()) database = folder.file("towns.db");
    }

    ProgramEnd ask(const std::string& question) {
        ProgramStart start{
            .arguments = {"-d", database, "-m", "openai:gpt-test", "--session", "one", question}};
        start.environment = {{"HOME", home.path().string()},
                             {"USER", "ann"},
                             {"ASKDB_PASSWORD", password},
                             {"OPENAI_BASE_URL", model.url("/v1")},
                             {"OPENAI_API_KEY", secret_key}};
        const ProgramEnd end = run_program(start);
        INFO(end.err);
        CHECK(end.exit_code == 0);
        return end;
    }
    /// Without any key, in the folder of the database.
    ProgramEnd replay(std::vector<std::string> more = {}, const Environment& extra = {}) const {
        ProgramStart start{.arguments = {"replay", "one"}, .folder = folder.path().string()};
        start.arguments.insert(start.arguments.end(), more.begin(), more.end());
        start.environment = {
            {"HOME", home.path().string()}, {"USER", "ann"}, {"ASKDB_PASSWORD", password}};
        start.environment.insert(extra.begin(), extra.end());
        return run_program(start);
    }
    void change(std::string_view sql) const { WritingHandle(folder.file("towns.db")).run(sql); }
    ProgramEnd sessions(std::vector<std::string> words) const {
        words.insert(words.begin(), "sessions");
        return run_program({.arguments = std::move(words),
                            .environment = {{"HOME", home.path().string()}, {"USER", "ann"}}});
    }

    ScriptedServer model;
    TempFolder home, folder;
    std::string database, password;
};

inline bool tells(const ProgramEnd& end, std::string_view text) {
    return end.err.find(text) != std::string::npos;
}

inline std::vector<ScriptedReply> asks(const std::string& sql) {
    return {calls_query(sql), openai_text("Here they are.")};
}

inline constexpr const char* all_towns = "SELECT name, people FROM towns";

}
