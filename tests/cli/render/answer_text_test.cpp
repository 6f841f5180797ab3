#include "cli/render/answer_text.h"

#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace askdb;
using namespace askdb::cli;

namespace {

/// An answer shown on a pretended terminal of 40 columns.
struct Shown {
    explicit Shown(bool quiet = false, bool color = true)
        : view(output, progress,
               {.terminal = {.on_stdout = true, .color = color, .width = 40, .height = 10},
                .quiet = quiet}) {}

    void complete(std::string response) {
        chat::Answer answer;
        answer.response = std::move(response);
        view.receive(chat::Completed{answer});
    }

    test::Captured captured, silent;
    Output output{captured.writer()};
    Messages messages{silent.writer(), false};
    Progress progress{messages, false, 40};
    StreamedAnswer view;
};

chat::Completed completed(std::string response) {
    chat::Answer answer;
    answer.response = std::move(response);
    return {answer};
}

}

TEST_CASE("answer text: in a pipe nothing is printed before the turn is over", "[cli]") {
    test::Captured captured;
    Output output(captured.writer());
    PlainAnswer view(output);

    view.receive(chat::Token{"Let me see"});
    view.receive(chat::Reset{"tool_calls"});
    CHECK(captured.so_far().empty());

    view.receive(completed("| a |\n|---|\n| \x1b[2J |"));
    CHECK(captured.so_far() == "| a |\n|---|\n| \\x1b[2J |\n");
}

TEST_CASE("answer text: on a terminal words come as they are streamed, once", "[cli]") {
    Shown shown;

    shown.view.receive(chat::Token{"12 or"});
    CHECK(shown.captured.so_far() == "12 or");
    shown.view.receive(chat::Token{"ders\xE2\x82"});
    CHECK(shown.captured.so_far() == "ders");
    shown.view.receive(chat::Token{"\xAC"});
    shown.complete("12 orders€");
    CHECK(shown.captured.so_far() == "€\n");
}

TEST_CASE("answer text: an answer that was not streamed is printed whole", "[cli]") {
    Shown shown;

    shown.complete("12 orders\n");

    CHECK(shown.captured.so_far() == "12 orders\n");
}

TEST_CASE("answer text: withdrawn words become dim narration", "[cli]") {
    Shown shown;

    shown.view.receive(chat::Token{"Let me\nlook"});
    shown.view.receive(chat::Reset{"tool_calls"});
    shown.complete("12");

    CHECK(shown.captured.so_far() == "Let me\nlook\r\x1b[1A\x1b[J\x1b[2mLet me\nlook\x1b[0m\n12\n");
}

TEST_CASE("answer text: withdrawn words go when quiet, and stay as they are without colours",
          "[cli]") {
    Shown quiet(true), plain(false, false);
    for (Shown* shown : {&quiet, &plain}) {
        shown->view.receive(chat::Token{"Hm"});
        shown->view.receive(chat::Reset{"tool_calls"});
        shown->complete("12");
    }

    CHECK(quiet.captured.so_far() == "Hm\r\x1b[J12\n");
    CHECK(plain.captured.so_far() == "Hm\n12\n");
}

TEST_CASE("answer text: what the error says again is not kept", "[cli]") {
    Shown shown;

    shown.view.receive(chat::Token{"I could not"});
    shown.view.receive(chat::Failed{{Errc::no_answer, "I could not"}, "s"});

    CHECK(shown.captured.so_far() == "I could not\r\x1b[J");
}

TEST_CASE("answer text: an answer other than what was streamed replaces it", "[cli]") {
    Shown shown(true);

    shown.view.receive(chat::Token{"13"});
    shown.complete("12");

    CHECK(shown.captured.so_far() == "13\r\x1b[J12\n");
}

TEST_CASE("answer text: marked words are bold with colours, and can still be withdrawn", "[cli]") {
    Shown shown, plain(false, false);

    shown.view.receive(chat::Token{"A **b**\n"});
    CHECK(shown.captured.so_far() == "A \x1b[1mb\x1b[22m\n");
    shown.view.receive(chat::Reset{"tool_calls"});
    CHECK(shown.captured.so_far() == "\r\x1b[1A\x1b[J\x1b[2mA b\x1b[0m\n");
    plain.complete("A **b");
    CHECK(plain.captured.so_far() == "A **b\n");
}

TEST_CASE("answer text: a table is fitted to the terminal", "[cli]") {
    Shown shown;

    shown.view.receive(chat::Token{"| site | open |\n|---|---|\n| Oslo | 3 |\n"});
    shown.complete("| site | open |\n|---|---|\n| Oslo | 3 |\n");

    const std::string text = shown.captured.so_far();
    CHECK_THAT(text, Catch::Contains("Oslo"));
    CHECK_THAT(text, !Catch::Contains("|---|"));
}

TEST_CASE("answer text: rows on a terminal are counted, or not claimed", "[cli]") {
    CHECK(rows_taken("one", 10) == 1u);
    CHECK(rows_taken("one\n", 10) == 2u);
    CHECK(rows_taken("0123456789", 10) == 1u);
    CHECK(rows_taken("0123456789a\nb", 10) == 3u);
    CHECK(rows_taken("日本語", 10) == 1u);
    CHECK_FALSE(rows_taken("日本語日本語", 10));
    CHECK_FALSE(rows_taken("a\tb", 10));
}
