#include "cli/render/messages.h"

#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("messages: lines are harmless and without secrets", "[cli]") {
    test::Captured captured;
    Messages messages(captured.writer(), false);
    messages.hide_secret("sk-12345");

    messages.say("a\x1b]0;title\x07 sk-12345 b\nc", Tone::error);

    CHECK(captured.so_far() == "a\\x1b]0;title\\x07 *** b\nc\n");
    CHECK(messages.without_secrets("sk-12345") == "***");
}

TEST_CASE("messages: tones colour a terminal", "[cli]") {
    test::Captured captured;
    Messages messages(captured.writer(), true);

    messages.say("careful", Tone::warning);

    CHECK(captured.so_far() == "\x1b[33mcareful\x1b[0m\n");
}

TEST_CASE("messages: a line takes the spinner's place", "[cli]") {
    test::Captured captured;
    Messages messages(captured.writer(), false);

    messages.show_spinner("working");
    messages.say("done");
    messages.show_spinner("");

    CHECK(captured.so_far() == "\r\x1b[Kworking\r\x1b[Kdone\n");
}

TEST_CASE("messages: somebody else may take them, as harmless as ever", "[cli]") {
    struct Taker : MessageTaker {
        std::string taken;
        void take_message(std::string text, Tone tone) override {
            taken += text + (tone == Tone::warning ? " (warning)\n" : "\n");
        }
        void take_spinner(std::string line) override { taken += "~" + line + "\n"; }
    };
    test::Captured captured;
    Messages messages(captured.writer(), true);
    messages.hide_secret("sk-12345");
    Taker taker;

    messages.redirect(&taker);
    messages.say("sk-12345\x1b[2J", Tone::warning);
    messages.show_spinner("working");
    messages.redirect(nullptr);
    messages.say("here");

    CHECK(taker.taken == "***\\x1b[2J (warning)\n~working\n");
    CHECK(captured.so_far() == "here\n");
}
