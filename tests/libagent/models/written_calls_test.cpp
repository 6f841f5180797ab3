#include "libagent/models/written_calls.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models;
using askdb::chat::ToolCall;

namespace {

const std::vector<ToolOffer> offered = {
    {.name = "query",
     .summary = "",
     .schema = R"({"properties":{"sql":{"type":"string"},"limit":{"type":"integer"}}})"},
    {.name = "list_tables", .summary = "", .schema = "{}"}};

std::vector<ToolCall> calls_in(std::string_view text) {
    return read_written_calls(text, offered);
}

std::vector<ToolCall> query(std::string arguments) {
    return {{"", "query", std::move(arguments)}};
}

/// A model that says this text in pieces of three bytes.
class SayingModel : public Model {
  public:
    explicit SayingModel(std::string text) : text_(std::move(text)) {}
    std::string name() const override { return "weak"; }
    ModelReply complete(const ModelRequest&, TextSink& sink, std::stop_token) const override {
        for (std::size_t at = 0; at < text_.size(); at += 3) sink.on_text(text_.substr(at, 3));
        return {.text = text_};
    }

  private:
    const std::string text_;
};

struct ListeningSink : TextSink {
    void on_text(std::string_view text) override {
        heard += text;
        ++pieces;
    }
    std::string heard;
    int pieces = 0;
};

ModelReply reply_to(std::string text, ListeningSink& sink,
                    const std::vector<ToolOffer>& tools = offered) {
    return make_written_calls_model(std::make_unique<SayingModel>(std::move(text)))
        ->complete({.messages = {}, .tools = tools}, sink, {});
}

}

TEST_CASE("written calls: the well-known spellings are read", "[written_calls]") {
    const std::string json = R"({"name": "query", "arguments": {"sql": "select '</x>'"}})";
    const auto one = query(R"({"sql":"select '</x>'"})");

    CHECK(calls_in("<tool_call>\n" + json + "\n</tool_call>") == one);
    CHECK(calls_in("\n```json\n" + json + "\n```\n") == one);
    CHECK(calls_in("```\n[" + json + "]\n```") == one);
    CHECK(calls_in(json) == one);
    CHECK(calls_in("[TOOL_CALLS][" + json + "]") == one);
    CHECK(calls_in("[TOOL_CALLS] " + json) == one);
    CHECK(calls_in(R"({"name":"query","parameters":{"sql":"x"}})") == query(R"({"sql":"x"})"));
    CHECK(calls_in(R"({"type":"function","function":{"name":"query","arguments":"{\"a\":1}"}})") ==
          query(R"({"a":1})"));
    CHECK(calls_in(R"(<function=query>{"sql":"x"}</function>)") == query(R"({"sql":"x"})"));
    CHECK(calls_in("<tool_call>\n<function=query>\n<parameter=sql>\nselect 1\n</parameter>\n"
                   "<parameter=limit>\n5\n</parameter>\n</function>\n</tool_call>") ==
          query(R"({"sql":"select 1","limit":5})"));
}

TEST_CASE("written calls: several of them are all read", "[written_calls]") {
    const std::string list = R"(<tool_call>{"name":"list_tables","arguments":{}}</tool_call>)";

    CHECK(calls_in(list + "\n" + list).size() == 2);
    CHECK(calls_in("<function=list_tables></function><function=list_tables></function>").size() ==
          2);
}

TEST_CASE("written calls: what is not wholly a call of an offered tool is text",
          "[written_calls]") {
    const std::string json = R"({"name":"query","arguments":{"sql":"x"}})";
    const std::vector<std::string> texts = {
        std::string(),
        std::string("42"),
        "Let me see: <tool_call>" + json + "</tool_call>",
        "<tool_call>" + json + "</tool_call> That was it.",
        "<tool_call>" + json,
        "<tool_call>" + json + "</tool_call><tool_call>{}</tool_call>",
        std::string(R"({"name":"drop","arguments":{}})"),
        std::string(R"({"name":"query"})"),
        std::string(R"({"name":"query","arguments":[1]})"),
        std::string(R"({"name":"query","arguments":"nonsense"})"),
        "```json\n" + json + "\n```\nand more",
        "```sql\nselect 1\n```",
        std::string("<function=drop>{}</function>"),
        std::string("<function=query>x</function>"),
        std::string("[TOOL_CALLS]"),
        std::string(R"({"site":"Lyon","arguments":{}})")};
    for (const std::string& text : texts) {
        INFO(text);
        CHECK(calls_in(text).empty());
    }
}

TEST_CASE("written calls: a call never reaches the reader, and becomes one", "[written_calls]") {
    ListeningSink sink;

    const ModelReply reply =
        reply_to(R"(<tool_call>{"name":"query","arguments":{"sql":"select 1"}}</tool_call>)", sink);

    CHECK(sink.heard.empty());
    CHECK(reply.text.empty());
    CHECK(reply.tool_calls == std::vector<ToolCall>{{"call_1", "query", R"({"sql":"select 1"})"}});
    CHECK(reply.finish_reason == FinishReason::tool_calls);
}

TEST_CASE("written calls: other text streams as soon as it cannot be a call", "[written_calls]") {
    ListeningSink words, almost, json, fence;

    CHECK(reply_to("There are 42 of them", words).text == "There are 42 of them");
    CHECK(words.pieces == 7);
    CHECK(reply_to("<tool_box> is a word", almost).text == almost.heard);
    CHECK(almost.pieces > 1);
    CHECK(reply_to(R"({"site": "Lyon", "count": 4})", json).text == json.heard);
    CHECK(json.pieces > 1);
    CHECK(reply_to("```sql\nselect 1\n```", fence).text == fence.heard);
    CHECK(fence.pieces > 1);
}

TEST_CASE("written calls: text that only looked like a call comes late, but whole",
          "[written_calls]") {
    ListeningSink sink;
    const std::string text = R"({"name": "query", "arguments": {"sql": )";

    const ModelReply reply = reply_to(text, sink);

    CHECK(reply.tool_calls.empty());
    CHECK(sink.heard == text);
    CHECK(reply.text == text);
}

TEST_CASE("written calls: without tools nothing is a call", "[written_calls]") {
    ListeningSink sink;
    const std::string text = R"({"name":"query","arguments":{}})";

    CHECK(reply_to(text, sink, {}).text == text);
    CHECK(sink.heard == text);
}
