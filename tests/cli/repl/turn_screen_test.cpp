#include "cli/repl/turn_screen.h"

#include "tests/support/terminal_emulator.h"

#include <catch2/catch.hpp>

#include <array>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace askdb::cli::repl {
namespace {

using Rows = std::vector<std::string>;

/// A turn on a terminal of our own.
class ShownTurn {
  public:
    ShownTurn(std::size_t columns, std::size_t rows, bool cites = false, bool holds = false)
        : descriptors_(made_pipe()),
          terminal_(columns, rows),
          screen_({.descriptor = descriptors_[1],
                   .theme = Theme(ColorDepth::basic, Background::dark),
                   .width = columns,
                   .height = rows}),
          turn_({.screen = screen_,
                 .dialect = *database::find_dialect("sqlite"),
                 .status = status_,
                 .model = "m",
                 .cites = cites,
                 .holds = holds}) {
        screen_.set_prompt("> ");
    }
    ~ShownTurn() {
        for (const int descriptor : descriptors_) ::close(descriptor);
    }
    ShownTurn(const ShownTurn&) = delete;
    ShownTurn& operator=(const ShownTurn&) = delete;

    void stream(const std::string& text) { turn_.receive(chat::Token{text}); }
    void receive(const chat::Event& event) { turn_.receive(event); }
    void finish() { turn_.finish(); }

    void resize(std::size_t columns, std::size_t rows) {
        terminal_.resize(columns, rows);
        screen_.resize(columns, rows);
        turn_.resized();
    }

    Rows shown() {
        paint();
        return terminal_.screen();
    }
    std::string whole_text() {
        paint();
        return terminal_.whole_text();
    }

  private:
    static std::array<int, 2> made_pipe() {
        std::array<int, 2> made = {-1, -1};
        REQUIRE(::pipe2(made.data(), O_CLOEXEC | O_NONBLOCK) == 0);
        return made;
    }

    void paint() {
        turn_.refresh();
        screen_.paint();
        std::array<char, 65'536> bytes{};
        const ssize_t count = ::read(descriptors_[0], bytes.data(), bytes.size());
        if (count > 0) terminal_.feed({bytes.data(), static_cast<std::size_t>(count)});
        CHECK(terminal_.unknown().empty());
    }

    std::array<int, 2> descriptors_;
    test::TerminalEmulator terminal_;
    WorkStatus status_;
    Screen screen_;
    TurnScreen turn_;
};

std::string lines_of(int first, int last) {
    std::string text;
    for (int i = first; i <= last; ++i) text += "line " + std::to_string(i) + "\n";
    return text;
}

}

TEST_CASE("turn screen: an answer that streams is laid out anew for another width", "[repl]") {
    ShownTurn turn(40, 10);

    turn.stream("All these words stand in a single row");
    CHECK(turn.shown() == Rows{"All these words stand in a single row", ">"});
    turn.resize(20, 10);
    CHECK(turn.shown() == Rows{"All these words", "stand in a single", "row", ">"});
    turn.resize(60, 10);
    turn.stream(" again");
    CHECK(turn.shown() == Rows{"All these words stand in a single row again", ">"});
    turn.finish();
    CHECK(turn.shown() == Rows{"All these words stand in a single row again", ">"});
}

TEST_CASE("turn screen: below an answer that has gone up stand its sources, not its doubts",
          "[repl][checks]") {
    for (const bool cites : {false, true}) {
        ShownTurn turn(40, 6, cites), sound(40, 6, cites);
        chat::Answer answer{.response = lines_of(1, 12)};
        for (ShownTurn* one : {&turn, &sound}) {
            for (int i = 1; i <= 12; ++i) {
                one->stream(lines_of(i, i));
                one->shown();
            }
        }

        sound.receive(chat::Completed{answer});
        const std::size_t ten = answer.response.find("10"), eleven = answer.response.find("11");
        answer.claims = {{ten, ten + 2, "number", "verified", "r1: row 10"},
                         {eleven, eleven + 2, "number", "unverified", ""}};
        turn.receive(chat::Completed{answer});
        turn.finish();
        sound.finish();

        const std::string text = turn.whole_text();  // The warnings tell the doubts, right below.
        CHECK(text.find("⚠") == std::string::npos);
        CHECK(text.starts_with(lines_of(1, 12) + (cites ? "Sources:" : ">\n")));
        CHECK((text.find("r1: row 10") != std::string::npos) == cites);
        CHECK(sound.whole_text() == lines_of(1, 12) + ">\n");
    }
}

TEST_CASE("turn screen: an answer that a check may take back is shown once it is checked",
          "[repl][checks]") {
    ShownTurn turn(40, 8, false, true);
    turn.stream("There are 2,989.");
    CHECK(turn.shown() == Rows{">"});
    turn.resize(50, 8);
    CHECK(turn.shown() == Rows{">"});

    turn.receive(chat::Reset{"checks"});
    turn.stream("There are 2,988.");
    CHECK(turn.whole_text() == "(an answer failed a check and was taken back)\n>\n");
    chat::Answer answer{.response = "There are 2,988."};
    answer.claims = {{10, 15, "number", "unverified", ""}};
    turn.receive(chat::Completed{answer});
    turn.finish();

    CHECK(turn.whole_text() ==
          "(an answer failed a check and was taken back)\nThere are 2,988 ⚠.\n>\n");
}

TEST_CASE("turn screen: of what is held, words on the way to a tool are told, unfinished ones not",
          "[repl][checks]") {
    ShownTurn turn(40, 8, false, true);
    turn.stream("Let me look");
    turn.receive(chat::Reset{"tool_calls"});
    turn.stream("There are 2,9");
    turn.finish();

    CHECK(turn.whole_text() == "Let me look\n>\n");
}

TEST_CASE("turn screen: rows that had gone up before a resize are there once", "[repl]") {
    ShownTurn turn(40, 6);

    for (int i = 1; i <= 9; ++i) {
        turn.stream(lines_of(i, i));
        turn.shown();
    }
    turn.stream(lines_of(10, 10));  // Which nobody saw before.
    turn.resize(24, 6);
    turn.stream(lines_of(11, 12) + "and these are the words of a row that is folded");

    CHECK(turn.whole_text() ==
          lines_of(1, 12) + "and these are the words\nof a row that is folded\n>\n");
    turn.finish();
    CHECK(turn.whole_text() ==
          lines_of(1, 12) + "and these are the words\nof a row that is folded\n>\n");
}

TEST_CASE("turn screen: what was no answer is taken away, and is dim", "[repl]") {
    ShownTurn turn(40, 10);

    turn.stream("**Let me** look");
    CHECK(turn.shown() == Rows{"Let me look", ">"});
    turn.receive(chat::Reset{"a tool is called"});
    CHECK(turn.shown() == Rows{"**Let me** look", ">"});
    turn.stream("There are 6.");
    turn.finish();

    CHECK(turn.shown() == Rows{"**Let me** look", "There are 6.", ">"});
}

TEST_CASE(
    "turn screen: of an answer longer than the screen the newest rows are seen, and none is "
    "lost",
    "[repl]") {
    ShownTurn turn(40, 6);

    for (int i = 1; i <= 30; ++i) {
        turn.stream(lines_of(i, i));
        turn.shown();
    }
    turn.stream("the end");
    CHECK(turn.shown().back() == ">");
    CHECK(turn.shown()[4] == "the end");
    turn.finish();

    CHECK(turn.whole_text() == lines_of(1, 30) + "the end\n>\n");
}

TEST_CASE("turn screen: code that is wider than the terminal takes no row of others", "[repl]") {
    const std::string statement = "SELECT a_long_name, another_long_name FROM somewhere";
    ShownTurn turn(30, 8);

    turn.stream("```sql\n" + statement + "\n");
    turn.shown();
    turn.stream("WHERE x\n");
    turn.shown();
    turn.stream("```\n\nDone");

    CHECK(turn.shown() == Rows{"  SELECT a_long_name, another_", "long_name FROM somewhere",
                               "  WHERE x", "", "Done", ">"});
    turn.finish();
    CHECK(turn.shown() == Rows{"  SELECT a_long_name, another_", "long_name FROM somewhere",
                               "  WHERE x", "", "Done", ">"});
}

}
