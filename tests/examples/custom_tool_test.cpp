#include "tests/built_paths.h"
#include "tests/support/example.h"
#include "tests/support/scripted_server.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#ifdef ASKDB_CUSTOM_TOOL

namespace askdb::test {
namespace {

CommandEnd run_custom_tool(const std::string& database, const std::string& url) {
    return run_command("env -u OPENAI_API_KEY " + shell_word(ASKDB_CUSTOM_TOOL) + " " +
                       shell_word(database) + " " + shell_word(url) +
                       " scripted 'How many working days had April 2025?' 2>&1");
}

/// A model that calls the tool with these arguments, then says "done".
struct CallingServer {
    explicit CallingServer(const std::string& arguments)
        : server({openai_calls({{"call_1", "working_days", arguments}}), openai_text("done")}) {}

    /// What the model was told by the tool.
    std::string told() const {
        const auto requests = server.requests();
        REQUIRE(requests.size() == 2);
        return requests[1].body;
    }

    ScriptedServer server;
};

}

TEST_CASE("custom tool: the model is offered it, calls it, and is told what it says",
          "[examples]") {
    const TempDatabase file(maintenance_script());
    const CallingServer calling(R"({"from":"2025-04-01","to":"2025-05-05"})");

    const auto end = run_custom_tool(file.path(), calling.server.url("/v1"));

    CHECK(end.exit_code == 0);
    CHECK(end.out.find("the model calls working_days") != std::string::npos);
    CHECK(end.out.find("done") != std::string::npos);
    CHECK(calling.server.requests()[0].body.find("\"working_days\"") != std::string::npos);
    CHECK(calling.server.requests()[0].body.find("\"query\"") != std::string::npos);
    CHECK(calling.told().find("23 working days") !=
          std::string::npos);  // Without the first of May.
}

TEST_CASE("custom tool: what a model asks for wrongly is told to it", "[examples]") {
    const TempDatabase file(maintenance_script());

    for (const char* arguments :
         {R"({"from":"2025-02-30","to":"2025-05-05"})", R"({"from":"2025-05-05"})",
          R"({"from":"2025-05-05","to":"2025-05-04"})",
          R"({"from":"0001-01-01","to":"9999-01-01"})",
          R"({"from":"2025-05-05x","to":"2025-05-09"})"}) {
        INFO(arguments);
        const CallingServer calling(arguments);

        const auto end = run_custom_tool(file.path(), calling.server.url("/v1"));

        CHECK(end.exit_code == 0);
        CHECK(calling.told().find("working days\"") == std::string::npos);
    }
}

TEST_CASE("custom tool: without a question it says how it is used", "[examples]") {
    const auto end = run_command(shell_word(ASKDB_CUSTOM_TOOL) + " 2>&1");

    CHECK(end.exit_code == 2);
    CHECK(end.out.starts_with("usage: custom_tool"));
}

}

#endif
