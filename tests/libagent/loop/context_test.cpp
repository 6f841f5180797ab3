#include "libagent/loop/context.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

using chat::Role;

Context long_conversation(const TurnLimits& limits) {
    Context context(limits, 0);
    context.add({.role = Role::system, .text = "rules"});
    for (int i = 0; i < 100; ++i) {
        context.add({.role = Role::user, .text = std::string(500, 'q')});
        context.add({.role = Role::assistant, .text = std::string(500, 'a')});
    }
    context.add_question({.role = Role::user, .text = "question"});
    return context;
}

}

TEST_CASE("context: a conversation is sent whole until it is too large", "[loop][compact]") {
    Context roomy = long_conversation({.context_tokens = 100'000});
    Context tight = long_conversation({.context_tokens = 20'000});

    CHECK(roomy.fitted().size() == 202);
    const auto sent = tight.fitted();
    CHECK(request_bytes(sent) < 16'000 * 3);
    CHECK(sent.size() < 202);
    CHECK(sent.back().text == "question");
}

TEST_CASE("context: shortened once, it leaves room for the requests after", "[loop][compact]") {
    Context context = long_conversation({.context_tokens = 20'000});
    const std::size_t first = context.fitted().size();

    context.add({.role = Role::assistant, .text = std::string(5'000, 'x')});

    CHECK(context.fitted().size() == first + 1);
}

TEST_CASE("context: what a provider counts is believed", "[loop][compact]") {
    Context context = long_conversation({.context_tokens = 50'000});
    const auto sent = context.fitted();
    REQUIRE(sent.size() == 202);

    context.learn(sent, static_cast<std::int64_t>(request_bytes(sent)));

    CHECK(request_bytes(context.fitted()) <= 50'000);
    CHECK(context.fitted().size() < 202);
}

TEST_CASE("context: what is refused for its length is halved, once there is nothing left not",
          "[loop][compact]") {
    Context context = long_conversation({});
    const std::size_t before = request_bytes(context.fitted());

    CHECK(context.halve());
    CHECK(request_bytes(context.fitted()) <= before / 2);

    while (context.halve()) {
    }
    CHECK(context.fitted().size() >= 2);
    CHECK(context.fitted().back().text == "question");
}

TEST_CASE("context: an answer gets at most a quarter of a small context", "[loop][compact]") {
    CHECK(Context({.context_tokens = 4'000}, 0).max_output_tokens() == 1'000);
    CHECK(Context({.context_tokens = 100'000}, 0).max_output_tokens() == 4'096);
}

}
