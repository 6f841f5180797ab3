// Asks one fixed question, with one tool offered, by one of the wire formats, and prints the
// answer:
//     model_probe --protocol openai|anthropic --base-url URL --stream true|false [--model NAME]
// One line: {"text", "tool_calls": [{"id", "name", "arguments"}], "finish_reason", "usage"}; the
// finish reason is the provider's own word, or null. Exit code 1 and a message on stderr when there
// is no whole answer; 2 for wrong arguments. The key, if one is needed, is in MODEL_PROBE_KEY.
#include "libagent/base/error.h"
#include "libagent/base/json.h"
#include "libagent/models/protocol.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

using namespace askdb;

namespace {

struct SilentSink : models::TextSink {
    void on_text(std::string_view) override {}
};

Json answer_as_json(const models::ModelReply& reply) {
    Json calls = Json::array();
    for (const chat::ToolCall& call : reply.tool_calls) {
        calls.push_back({{"id", call.id}, {"name", call.name}, {"arguments", call.arguments}});
    }
    return {
        {"text", reply.text},
        {"tool_calls", std::move(calls)},
        {"finish_reason", reply.finish_word.empty() ? Json() : Json(reply.finish_word)},
        {"usage", {{"input", reply.usage.input_tokens}, {"output", reply.usage.output_tokens}}}};
}

int usage() {
    std::fputs(
        "usage: model_probe --protocol openai|anthropic --base-url URL --stream true|false "
        "[--model NAME]\n",
        stderr);
    return 2;
}

int ask(const models::Protocol& protocol, models::Endpoint endpoint) {
    const chat::Message messages[] = {
        {.role = chat::Role::system, .text = "Answer briefly."},
        {.role = chat::Role::user, .text = "How many orders are there?"}};
    const models::ToolOffer tools[] = {
        {.name = "query",
         .summary = "Runs one SQL statement.",
         .schema =
             R"({"type":"object","properties":{"sql":{"type":"string"}},"required":["sql"]})"}};
    const auto http = net::make_http_client();
    SilentSink sink;
    const auto model = protocol.make(std::move(endpoint), *http);
    const auto reply = model->complete({.messages = messages, .tools = tools}, sink, {});
    std::puts(dump_json(answer_as_json(reply)).c_str());
    return 0;
}

}

int main(int argc, char** argv) {
    std::map<std::string, std::string> options = {{"--model", "probe"}, {"--stream", "true"}};
    for (int i = 1; i < argc; i += 2) {
        const bool known = std::string("--protocol --base-url --stream --model").find(argv[i]) !=
                           std::string::npos;
        if (!known || i + 1 == argc) return usage();
        options[argv[i]] = argv[i + 1];
    }
    const models::Protocol* const protocol = models::find_protocol(options["--protocol"]);
    const std::string stream = options["--stream"];
    if (protocol == nullptr || options["--base-url"].empty()) return usage();
    if (stream != "true" && stream != "false") return usage();
    const char* const key = std::getenv("MODEL_PROBE_KEY");
    try {
        return ask(*protocol, {.name = options["--protocol"] + ":" + options["--model"],
                               .model = options["--model"],
                               .base_url = options["--base-url"],
                               .api_key = key == nullptr ? "" : key,
                               .stream = stream == "true"});
    } catch (const std::exception& error) {
        return std::fprintf(stderr, "model_probe: %s\n", error.what()), 1;
    }
}
