#include "libagent/models/openai_stream.h"
#include "libagent/models/provider_errors.h"
#include "tests/support/recorded.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

using namespace askdb;
using namespace askdb::models;
using askdb::test::AnswerOutcome;
using askdb::test::read_answer;
using askdb::test::RecordedAnswer;

namespace {

std::unique_ptr<AnswerStream> make_openai_stream() {
    return std::make_unique<OpenAiStream>("m");
}

/// Where the event ends that says that the answer is whole.
std::size_t end_of_answer(std::string_view sse) {
    const std::size_t reason = sse.find(R"("finish_reason":")");
    const std::size_t done = sse.find("[DONE]");
    return sse.find("\n\n", std::min(reason, done)) + 2;
}

}

TEST_CASE("openai recorded: real answers are read rightly, whole and byte by byte", "[openai]") {
    for (const RecordedAnswer& recorded : test::recorded_answers("openai-chat")) {
        if (recorded.status != 200) continue;
        INFO(recorded.name);
        test::check_recorded(make_openai_stream, recorded);
    }
}

TEST_CASE("openai recorded: a real stream that is cut is never an answer", "[openai]") {
    for (const RecordedAnswer& recorded : test::recorded_answers("openai-chat")) {
        const std::string_view body = recorded.body;
        if (recorded.status != 200 || !recorded.stream) continue;
        if (!read_answer(make_openai_stream, body, body.size()).reply) continue;
        INFO(recorded.name);
        const std::size_t end = end_of_answer(body);

        for (const std::size_t length : test::cuts_of(body.substr(0, end - 2))) {
            const AnswerOutcome part = read_answer(make_openai_stream, body.substr(0, length), 997);
            REQUIRE_FALSE(part.reply);
            CHECK(part.error.retryable);
        }
        CHECK_FALSE(read_answer(make_openai_stream, body.substr(0, end - 2), 997).reply);
        CHECK(read_answer(make_openai_stream, body.substr(0, end), 997).reply);
    }
}

TEST_CASE("openai recorded: real refusals are said in the server's words", "[openai]") {
    const Endpoint endpoint{.name = "openai:m", .model = "m", .base_url = "http://h/v1"};
    for (const RecordedAnswer& recorded : test::recorded_answers("openai-chat")) {
        if (recorded.status == 200) continue;
        INFO(recorded.name);

        const Error error = describe_refusal(
            endpoint, {.status = recorded.status, .headers = {}, .body = recorded.body}, {});

        const auto body = nlohmann::json::parse(recorded.body);
        const std::string said = body["error"]["message"];
        CHECK(error.message.find(said.substr(0, said.size() - 1)) != std::string::npos);
        const bool passing = recorded.status == 429 || body["error"]["code"] == "tool_use_failed";
        CHECK(error.retryable == passing);
    }
}
