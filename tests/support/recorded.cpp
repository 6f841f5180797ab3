#include "tests/support/recorded.h"

#include "tests/support/sanitized.h"
#include "tests/support/test_data.h"

#include <catch2/catch.hpp>

#include <sstream>

namespace askdb::test {

std::vector<RecordedAnswer> recorded_answers(std::string_view protocol) {
    const auto folder = test_data() / "recorded";
    if (!std::filesystem::exists(folder / "index.jsonl")) {
        WARN("skipped: " << folder << " is not there");
        return {};
    }
    std::vector<RecordedAnswer> all;
    std::istringstream index(read_whole(folder / "index.jsonl"));
    for (std::string line; std::getline(index, line);) {
        const auto entry = nlohmann::json::parse(line);
        if (entry.at("protocol") != protocol) continue;
        RecordedAnswer recorded{.name = entry.at("file"),
                                .status = entry.at("status"),
                                .stream = entry.at("stream"),
                                .body = read_whole(folder / entry.at("file").get<std::string>()),
                                .expected = {}};
        const auto expected = folder / "expected" / (recorded.name + ".expected.json");
        if (std::filesystem::exists(expected)) {
            recorded.expected = nlohmann::json::parse(read_whole(expected));
        }
        all.push_back(std::move(recorded));
    }
    return all;
}

AnswerOutcome read_answer(const MakeStream& make, std::string_view body, std::size_t piece) {
    try {
        const auto stream = make();
        std::string streamed;
        for (std::size_t at = 0; at < body.size() && !stream->is_over(); at += piece) {
            streamed += stream->feed(body.substr(at, piece));
        }
        const bool was_stream = stream->is_whole();
        models::ModelReply reply = stream->finish();
        if (was_stream) CHECK(streamed == reply.text);
        return {std::move(reply), {}};
    } catch (const Failure& failure) {
        return {std::nullopt, failure.error()};
    }
}

std::vector<std::size_t> cuts_of(std::string_view sse) {
    constexpr std::size_t every = is_sanitized ? 32 : 1;
    std::vector<std::size_t> cuts;
    std::size_t event = 0;
    for (auto end = sse.find("\n\n"); end != std::string_view::npos;
         end = sse.find("\n\n", end + 2)) {
        if (event++ % every == 0) cuts.insert(cuts.end(), {end - 1, end + 2});
    }
    return cuts;
}

void check_expected(const AnswerOutcome& outcome, const nlohmann::json& expected) {
    if (expected.contains("error")) {
        REQUIRE_FALSE(outcome.reply);
        CHECK_FALSE(outcome.error.message.empty());
        return;
    }
    REQUIRE(outcome.reply);
    CHECK(outcome.reply->text == expected["text"]);
    REQUIRE(outcome.reply->tool_calls.size() == expected["tool_calls"].size());
    for (std::size_t i = 0; i < expected["tool_calls"].size(); ++i) {
        const chat::ToolCall& call = outcome.reply->tool_calls[i];
        const auto& wanted = expected["tool_calls"][i];
        CHECK(call.id == (wanted["id"] == "" ? "call_1" : wanted["id"].get<std::string>()));
        CHECK(call.name == wanted["name"]);
        CHECK(nlohmann::json::parse(call.arguments) ==
              nlohmann::json::parse(wanted["arguments"].get<std::string>()));
    }
    if (expected["finish_reason"].is_string()) {
        CHECK(outcome.reply->finish_word == expected["finish_reason"]);
    }
    if (expected["usage"].is_object()) {
        CHECK(outcome.reply->usage.input_tokens == expected["usage"]["input"]);
        CHECK(outcome.reply->usage.output_tokens == expected["usage"]["output"]);
    }
}

void check_recorded(const MakeStream& make, const RecordedAnswer& recorded) {
    const AnswerOutcome whole = read_answer(make, recorded.body, recorded.body.size());
    const AnswerOutcome by_bytes = read_answer(make, recorded.body, 1);

    if (!recorded.expected.is_null()) check_expected(whole, recorded.expected);
    REQUIRE(whole.reply.has_value() == by_bytes.reply.has_value());
    CHECK(whole.error.message == by_bytes.error.message);
    if (!whole.reply) return;
    CHECK(whole.reply->text == by_bytes.reply->text);
    CHECK(whole.reply->tool_calls == by_bytes.reply->tool_calls);
    CHECK(whole.reply->usage.total() == by_bytes.reply->usage.total());
    CHECK(whole.reply->provider_state == by_bytes.reply->provider_state);
}

}
