#include "cli/render/answer_text.h"

#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <unistd.h>

using namespace askdb;
using namespace askdb::cli;

namespace {

/// An answer shown on a pretended terminal of 40 columns.
struct Shown {
    explicit Shown(bool quiet = false, bool color = true,
                   Theme theme = Theme(ColorDepth::basic, Background::unknown))
        : Shown({.terminal = {.on_stdout = true, .color = color, .width = 40, .height = 10},
                 .quiet = quiet,
                 .theme = color ? theme : Theme()}) {}
    explicit Shown(StreamedAnswer::Options options) : view(output, progress, std::move(options)) {}

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

/// Whose answers may be taken back by a check.
struct Strict : Shown {
    explicit Strict(bool color = true, bool quiet = false)
        : Shown({.terminal = {.on_stdout = true, .color = color, .width = 40, .height = 10},
                 .quiet = quiet,
                 .holds = true,
                 .theme = color ? Theme(ColorDepth::basic, Background::unknown) : Theme()}) {}
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
    PlainAnswer view(output, false);

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

TEST_CASE("answer text: withdrawn words look as the theme wants, which may paint nothing",
          "[cli]") {
    Shown shown(false, true, Theme());

    shown.view.receive(chat::Token{"Let me look"});
    shown.view.receive(chat::Reset{"tool_calls"});
    shown.complete("12");

    CHECK(shown.captured.so_far() == "Let me look\r\x1b[JLet me look\n12\n");
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
    CHECK(shown.captured.so_far() == "A \x1b[1mb\x1b[0m");
    shown.view.receive(chat::Reset{"tool_calls"});
    CHECK(shown.captured.so_far() == "\r\x1b[J\x1b[2mA b\x1b[0m\n");
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

TEST_CASE("answer text: only the rows that changed are written anew", "[cli]") {
    Shown shown;

    shown.view.receive(chat::Token{"one **two"});
    CHECK(shown.captured.so_far() == "one \x1b[1mtwo\x1b[0m");
    shown.view.receive(chat::Token{"** three"});
    CHECK(shown.captured.so_far() == " three");
    shown.view.receive(chat::Token{" *f"});
    shown.captured.so_far();
    shown.view.receive(chat::Token{"our and five*\nsix **s"});
    CHECK(shown.captured.so_far() ==
          "\r\x1b[Kone \x1b[1mtwo\x1b[0m three \x1b[3mfour and five\x1b[0m\nsix \x1b[1ms\x1b[0m");
    shown.complete("one **two** three *four and five*\nsix **seven**");
    CHECK(shown.captured.so_far() == "\r\x1b[Ksix \x1b[1mseven\x1b[0m\n");
}

TEST_CASE("answer text: rows that may change and are higher than the screen show their end",
          "[cli]") {
    Shown shown;
    std::string words = "| n |\n|---|\n";
    for (int i = 0; i < 15; ++i) words += "| r" + std::to_string(i) + " |\n";

    shown.view.receive(chat::Token{words});
    const std::string first = shown.captured.so_far();
    CHECK(std::count(first.begin(), first.end(), '\n') == 8);
    CHECK_THAT(first, !Catch::Contains("r5 ") && Catch::Contains("r14"));
    shown.complete(words);
    const std::string all = shown.captured.so_far();
    CHECK_THAT(all, Catch::StartsWith("\r\x1b[8A\x1b[K") && Catch::Contains("r0 "));
}

TEST_CASE("answer text: an answer longer than the screen has what is in doubt below",
          "[cli][checks]") {
    Shown shown, sound;
    chat::Answer answer;
    for (int i = 0; i < 15; ++i) answer.response += "- row\n";
    answer.response += "- 96\n";
    for (Shown* one : {&shown, &sound}) {
        one->view.receive(chat::Token{answer.response});
        one->captured.so_far();
    }

    sound.view.receive(chat::Completed{answer});
    answer.claims = {
        {answer.response.find("96"), answer.response.find("96") + 2, "number", "unverified", ""}};
    shown.view.receive(chat::Completed{answer});

    CHECK(sound.captured.so_far() == "\n");
    CHECK(shown.captured.so_far() == "\n⚠ in doubt: 96\n");
}

TEST_CASE("answer text: what stderr tells on the same screen is not told twice", "[cli][checks]") {
    for (const bool cites : {false, true}) {
        Shown shown({.terminal = {.on_stdout = true, .on_stderr = true, .width = 40, .height = 10},
                     .cites = cites});
        chat::Answer answer;
        for (int i = 0; i < 15; ++i) answer.response += "- row\n";
        answer.response += "- 96 of 300\n";
        const std::size_t doubted = answer.response.find("96");
        shown.view.receive(chat::Token{answer.response});
        answer.claims = {{doubted, doubted + 2, "number", "unverified", ""},
                         {doubted + 6, doubted + 9, "number", "verified", "r1: row 1"}};
        shown.view.receive(chat::Completed{answer});

        const std::string text = shown.captured.so_far();
        CHECK_THAT(text, Catch::Contains("96 of 300\n") && !Catch::Contains("⚠"));
        CHECK((text.find("r1: row 1") != std::string::npos) == cites);
    }
}

TEST_CASE("answer text: an answer that a check may take back is shown once it is checked",
          "[cli][checks]") {
    for (const bool color : {true, false}) {
        Strict shown(color);
        chat::Answer answer{.response = "There are 2,989."};
        shown.view.receive(chat::Token{"There are "});
        shown.view.receive(chat::Token{"2,989."});
        shown.view.receive(chat::ToolStarted{});
        CHECK(shown.captured.so_far().empty());

        answer.claims = {{10, 15, "number", "unverified", ""}};
        shown.view.receive(chat::Completed{answer});

        CHECK(shown.captured.so_far() == "There are 2,989 ⚠.\n");
    }
}

TEST_CASE("answer text: an answer that failed a check is told of, and never shown",
          "[cli][checks]") {
    for (const bool color : {true, false}) {
        for (const bool quiet : {true, false}) {
            Strict shown(color, quiet);
            shown.view.receive(chat::Token{"There are 2,989."});
            shown.view.receive(chat::Reset{"checks"});
            shown.view.receive(chat::Token{"There are 2,988."});
            shown.complete("There are 2,988.");

            const std::string text = shown.captured.so_far();
            CHECK_THAT(text, Catch::EndsWith("There are 2,988.\n") && !Catch::Contains("2,989"));
            CHECK((text == "There are 2,988.\n") == quiet);
            CHECK((text.find("failed a check and was taken back") == std::string::npos) == quiet);
        }
    }
}

TEST_CASE("answer text: of what is held, words on the way to a tool are narration", "[cli]") {
    Strict shown, failed;
    shown.view.receive(chat::Token{"Let me look"});
    shown.view.receive(chat::Reset{"tool_calls"});
    shown.complete("12");
    failed.view.receive(chat::Token{"There are 2,989."});
    failed.view.receive(chat::Failed{{Errc::model, "gone"}, "s"});

    CHECK(shown.captured.so_far() == "\x1b[2mLet me look\x1b[0m\n12\n");
    CHECK(failed.captured.so_far().empty());
}

TEST_CASE("answer text: where nothing can be written anew, rows come when they are whole",
          "[cli]") {
    Shown plain(false, false);

    plain.view.receive(chat::Token{"one two three four five six seven eight nine t"});
    CHECK(plain.captured.so_far() == "one two three four five six seven eight\n");
    plain.complete("one two three four five six seven eight nine ten\n- **a**");
    CHECK(plain.captured.so_far() == "nine ten\n• **a**\n");
}

TEST_CASE("answer text: what has streamed is whole before a spinner takes the last row",
          "[cli][second]") {
    Shown shown;

    shown.view.receive(chat::Token{"There are **fi"});
    shown.view.receive(chat::Token{"ve**."});
    shown.view.receive(chat::ToolStarted{"id", "second_opinion", "{}", "Asking"});
    CHECK(shown.captured.so_far().ends_with('\n'));
    const std::string before = shown.captured.so_far();
    shown.complete("There are **five**.");

    CHECK(shown.captured.so_far() == before);
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
