#include "tests/built_paths.h"
#include "tests/support/example.h"
#include "tests/support/scripted_server.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::test {
namespace {

struct Probed {
    int exit_code = 0;
    std::string out;
};

Probed probe(const std::string& protocol, const ScriptedServer& server,
             const std::string& more = "") {
    const CommandEnd end =
        run_command("MODEL_PROBE_KEY=sk-probe-0123456789 " + shell_word(ASKDB_MODEL_PROBE) +
                    " --protocol " + protocol + " --base-url " + server.url("/v1") + more);
    return {end.exit_code, end.out};
}

const std::vector<chat::ToolCall> one_call = {{"c1", "query", R"({"sql":"select 1"})"}};

}

TEST_CASE("model_probe: prints one answer of either protocol", "[probe]") {
    ScriptedServer openai({openai_calls(one_call)}), anthropic({anthropic_reply("Hm", one_call)});

    const Probed first = probe("openai", openai), second = probe("anthropic", anthropic);

    CHECK(first.exit_code == 0);
    CHECK(nlohmann::json::parse(first.out) == nlohmann::json::parse(R"({"text": "", "tool_calls":
        [{"id": "c1", "name": "query", "arguments": "{\"sql\":\"select 1\"}"}],
        "finish_reason": "tool_calls", "usage": {"input": 100, "output": 10}})"));
    CHECK(second.exit_code == 0);
    CHECK(nlohmann::json::parse(second.out)["text"] == "Hm");
    CHECK(nlohmann::json::parse(second.out)["finish_reason"] == "tool_use");
    const auto asked = nlohmann::json::parse(anthropic.requests().at(0).body);
    CHECK(asked["model"] == "probe");
    CHECK(asked["tools"].size() == 1);
    CHECK(anthropic.requests().at(0).header("x-api-key") == "sk-probe-0123456789");
}

TEST_CASE("model_probe: asks for an answer in one piece", "[probe]") {
    ScriptedServer server({{.pieces = {R"({"choices":[{"message":{"content":"42"}}]})"}}});

    const Probed probed = probe("openai", server, " --stream false --model m");

    CHECK(probed.exit_code == 0);
    CHECK(nlohmann::json::parse(probed.out)["finish_reason"].is_null());
    CHECK(nlohmann::json::parse(server.requests().at(0).body)["stream"] == false);
}

TEST_CASE("model_probe: a cut answer and an error in it are failures", "[probe]") {
    for (const std::string protocol : {"openai", "anthropic"}) {
        ScriptedReply cut = protocol == "openai" ? openai_text("The answer is 42")
                                                 : anthropic_reply("The answer is 42");
        cut.pieces.pop_back();
        ScriptedReply torn = cut;
        torn.end = ReplyEnd::cut;
        const ScriptedReply error{.pieces = {"event: error\ndata: {\"error\":\"no\"}\n\n"}};
        for (const ScriptedReply& reply : {cut, torn, error}) {
            ScriptedServer server({reply});

            const Probed probed = probe(protocol, server, " 2>/dev/null");

            CHECK(probed.exit_code == 1);
            CHECK(probed.out.empty());
        }
    }
}

TEST_CASE("model_probe: wrong arguments are told", "[probe]") {
    ScriptedServer server({openai_text("x")});

    CHECK(probe("telepathy", server, " 2>&1").exit_code == 2);
    CHECK(probe("openai", server, " --stream maybe 2>&1").out.starts_with("usage: model_probe"));
    CHECK(probe("openai", server, " --volume 11 2>&1").exit_code == 2);
}

}
