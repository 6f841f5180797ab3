#include "libagent/loop/compact.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <set>

namespace askdb::loop {
namespace {

using chat::Message;
using chat::Role;

constexpr std::size_t huge = 1'000'000;

void add_step(std::vector<Message>& messages, const std::string& name, std::size_t result_bytes,
              int calls = 1) {
    Message asked{.role = Role::assistant, .provider_state = "thoughts of " + name};
    for (int i = 0; i < calls; ++i)
        asked.tool_calls.push_back({name + std::to_string(i), "query", "{}"});
    messages.push_back(asked);
    for (const chat::ToolCall& call : asked.tool_calls) {
        messages.push_back({.role = Role::tool,
                            .text = name + std::string(result_bytes, 'x'),
                            .tool_call_id = call.id});
    }
}

/// Three earlier turns of a step each, then a question with two steps.
Transcript conversation(std::size_t result_bytes = 5'000) {
    Transcript transcript;
    std::vector<Message>& messages = transcript.messages;
    messages.push_back({.role = Role::system, .text = "rules"});
    for (const char* turn : {"a", "b", "c"}) {
        messages.push_back({.role = Role::user, .text = std::string("question ") + turn});
        add_step(messages, turn, result_bytes);
        messages.push_back({.role = Role::assistant, .text = std::string("answer ") + turn});
    }
    transcript.question = messages.size();
    messages.push_back({.role = Role::user, .text = "question in hand"});
    add_step(messages, "d", result_bytes);
    add_step(messages, "e", result_bytes);
    return transcript;
}

/// Every call has exactly one result right after it, and no result stands alone.
void check_pairs(const std::vector<Message>& messages) {
    std::multiset<std::string> open;
    for (const Message& message : messages) {
        if (message.role == Role::tool) {
            CHECK(open.erase(message.tool_call_id) == 1);
            continue;
        }
        CHECK(open.empty());
        for (const chat::ToolCall& call : message.tool_calls) open.insert(call.id);
        if (!message.tool_calls.empty()) CHECK_FALSE(message.provider_state.empty());
    }
    CHECK(open.empty());
}

std::string all_text(const Transcript& transcript) {
    std::string text;
    for (const Message& message : transcript.messages) text += message.text + "\n";
    return text;
}

}

TEST_CASE("compact: what fits is left alone", "[loop][compact]") {
    Transcript transcript = conversation();

    compact(transcript, {huge, huge});

    CHECK(all_text(transcript) == all_text(conversation()));
}

TEST_CASE("compact: old results become a line each, the last ones stay whole", "[loop][compact]") {
    Transcript transcript = conversation();
    const std::size_t count = transcript.messages.size();

    compact(transcript, {9'000, 9'000});

    CHECK(transcript.messages.size() == count);
    CHECK(request_bytes(transcript.messages) <= 9'000);
    CHECK(transcript.messages[3].text.size() < 700);
    CHECK(transcript.messages.back().text.size() == 5'001);
    check_pairs(transcript.messages);
}

TEST_CASE("compact: no more is shortened than it takes", "[loop][compact]") {
    Transcript transcript = conversation();

    compact(transcript, {24'000, 24'000});

    CHECK(transcript.messages[3].text.size() < 700);
    CHECK(transcript.messages[7].text.size() == 5'001);
}

TEST_CASE("compact: earlier turns become question and answer, then go with a note",
          "[loop][compact]") {
    Transcript brief = conversation(600), gone = conversation(600);

    compact(brief, {2'400, 2'400});
    compact(gone, {1'700, 1'700});

    CHECK(brief.messages[1].text == "question a");
    CHECK(brief.messages[2].text == "answer a");
    CHECK(brief.messages[brief.question].text == "question in hand");
    check_pairs(brief.messages);
    CHECK(gone.left_out_turns > 0);
    CHECK(gone.messages[0].text.find(std::to_string(gone.left_out_turns) + " earlier turns") !=
          std::string::npos);
    CHECK(all_text(gone).find("question a") == std::string::npos);
    CHECK(gone.messages[gone.question].text == "question in hand");
    check_pairs(gone.messages);
}

TEST_CASE("compact: nothing is so tight that question or last step go", "[loop][compact]") {
    for (std::size_t bytes = 0; bytes < 12'000; bytes += 97) {
        Transcript transcript = conversation();

        compact(transcript, {bytes / 2, bytes});

        const std::string text = all_text(transcript);
        CHECK(text.find("rules") == 0);
        CHECK(transcript.messages.at(transcript.question).text == "question in hand");
        CHECK(text.find("\nexxx") + text.find("\nquery: exxx") != 2 * std::string::npos);
        CHECK((bytes < 2'000 || request_bytes(transcript.messages) <= bytes));
        check_pairs(transcript.messages);
    }
}

TEST_CASE("compact: a transcript that was shortened can be shortened again", "[loop][compact]") {
    Transcript transcript = conversation();
    for (int i = 0; i < 300; ++i) {
        add_step(transcript.messages, "s" + std::to_string(i), 3'000);

        compact(transcript, {4'000, 8'000});

        CHECK(request_bytes(transcript.messages) <= 8'000);
    }

    CHECK(transcript.left_out_turns == 3);
    CHECK(transcript.left_out_steps > 250);
    CHECK(transcript.messages[0].text.find("3 earlier turns") != std::string::npos);
    CHECK(transcript.messages[0].text.find("To save space") ==
          transcript.messages[0].text.rfind("To save space"));
    check_pairs(transcript.messages);
}

TEST_CASE("compact: the results of the last step share what room there is", "[loop][compact]") {
    Transcript transcript;
    transcript.messages = {{.role = Role::system, .text = "rules"},
                           {.role = Role::user, .text = "question"}};
    transcript.question = 1;
    add_step(transcript.messages, "big", 40'000, 16);
    transcript.messages[2 + 5].text = "a short one";

    compact(transcript, {20'000, 40'000});

    CHECK(request_bytes(transcript.messages) <= 40'000);
    CHECK(request_bytes(transcript.messages) > 30'000);
    REQUIRE(transcript.messages.size() == 2 + 1 + 16);
    CHECK(transcript.messages[2 + 5].text == "a short one");
    check_pairs(transcript.messages);
}

TEST_CASE("compact: calls that alone are too large become words", "[loop][compact]") {
    Transcript transcript;
    transcript.messages = {{.role = Role::system, .text = "rules"},
                           {.role = Role::user, .text = "question"}};
    transcript.question = 1;
    add_step(transcript.messages, "big", 100, 100);
    for (chat::ToolCall& call : transcript.messages[2].tool_calls)
        call.arguments = std::string(10'000, 'y');

    compact(transcript, {20'000, 40'000});

    CHECK(request_bytes(transcript.messages) <= 40'000);
    check_pairs(transcript.messages);
    REQUIRE(transcript.messages.size() == 4);
    CHECK(transcript.messages[3].role == Role::user);
    CHECK(transcript.messages[3].text.find("query: bigxxx") != std::string::npos);
}

TEST_CASE("compact: no character is cut", "[loop][compact]") {
    for (std::size_t bytes = 1'500; bytes < 1'600; ++bytes) {
        Transcript transcript = conversation();
        std::string& text = transcript.messages.back().text;
        text.clear();
        for (int i = 0; i < 3'000; ++i) text += "\xF0\x9F\x98\x80";

        compact(transcript, {bytes, bytes});

        CHECK(is_valid_utf8(all_text(transcript)));
    }
}

}
