#include "cli/repl/painter.h"

#include "cli/repl/input_rows.h"
#include "tests/support/terminal_emulator.h"

#include <catch2/catch.hpp>

#include <random>

namespace askdb::cli::repl {
namespace {

using Rows = std::vector<std::string>;
using test::TerminalEmulator;

}

TEST_CASE("painter: a frame takes the place of the one before, lines go up above it", "[repl]") {
    Painter painter;
    TerminalEmulator terminal(20, 6);
    terminal.feed("$ askdb\r\n");

    terminal.feed(painter.paint("", {{"tail", "> abc"}, 1, 5}));
    CHECK(terminal.screen() == Rows{"$ askdb", "tail", "> abc"});
    terminal.feed(painter.paint("said\n", {{"> abcd"}, 0, 4}));

    CHECK(terminal.screen() == Rows{"$ askdb", "said", "> abcd"});
    CHECK(terminal.cursor_row() == 2);
    CHECK(terminal.cursor_column() == 4);
    terminal.feed(painter.paint("", {}));
    CHECK(terminal.screen() == Rows{"$ askdb", "said"});
    CHECK(terminal.cursor_row() == 2);
}

TEST_CASE("painter: only what changed is sent, and nothing when nothing did", "[repl]") {
    Painter painter;
    painter.paint("", {{"first", "second", "> "}, 2, 2});

    CHECK(painter.paint("", {{"first", "second", "> "}, 2, 2}).empty());
    const std::string sent = painter.paint("", {{"first", "changed", "> "}, 2, 2});

    CHECK(sent.find("changed") != std::string::npos);
    CHECK(sent.find("first") == std::string::npos);
    CHECK(sent.find("> ") == std::string::npos);
}

TEST_CASE("painter: a frame grows at the end of the screen, and lines wider than it fold",
          "[repl]") {
    Painter painter;
    TerminalEmulator terminal(10, 4);
    terminal.feed("1\r\n2\r\n3\r\n");
    terminal.feed(painter.paint("", {{"> a"}, 0, 3}));

    terminal.feed(painter.paint("", {{"> a", "b", "c"}, 2, 1}));
    CHECK(terminal.screen() == Rows{"3", "> a", "b", "c"});
    terminal.feed(painter.paint("0123456789abcdef\n", {{"> z"}, 0, 3}));

    CHECK(terminal.screen() == Rows{"3", "0123456789", "abcdef", "> z"});
}

TEST_CASE("painter: after a resize nothing of the old frame is left", "[repl]") {
    for (const std::size_t columns : {7u, 12u, 40u, 200u}) {
        Painter painter;
        TerminalEmulator terminal(60, 10);
        terminal.feed(painter.paint(
            "kept\n", {{"the tail of an answer that streams", "status of it", "> a line"}, 2, 8}));

        terminal.resize(columns, 10);
        painter.resized(columns);
        terminal.feed(painter.paint("", {{"tail", "> new"}, 1, 5}));

        CHECK(terminal.screen() == Rows{"kept", "tail", "> new"});
    }
}

TEST_CASE("painter: a whole screen is never erased at once, which tmux would keep", "[repl]") {
    Painter painter;
    const std::string first = painter.paint("", {{"a", "b", "> "}, 2, 2});
    painter.resized(10);

    for (const std::string& sent : {first, painter.paint("up\n", {{"b", "> "}, 1, 2})}) {
        CHECK(sent.find("\r\x1b[J") == std::string::npos);
        CHECK(sent.find("A\x1b[J") == std::string::npos);
    }
}

TEST_CASE("painter: any frames in any order show as they are", "[repl]") {
    std::mt19937 random(3);  // NOLINT: the same frames each time.
    Painter painter;
    TerminalEmulator terminal(12, 8);
    for (int round = 0; round < 2'000; ++round) {
        Frame frame;
        const std::size_t count = 1 + random() % 6;
        for (std::size_t i = 0; i < count; ++i)
            frame.rows.push_back(
                std::string(1 + random() % 11, static_cast<char>('a' + random() % 3)));
        frame.cursor_row = random() % count;
        frame.cursor_column = random() % 12;
        std::string above;
        for (std::size_t i = random() % 3; i > 0; --i)
            above += std::string(random() % 30, 'z') + '\n';

        terminal.feed(painter.paint(above, frame));

        const Rows screen = terminal.screen();
        REQUIRE(screen.size() >= count);
        CHECK(Rows(screen.end() - static_cast<std::ptrdiff_t>(count), screen.end()) == frame.rows);
        CHECK(terminal.cursor_column() == frame.cursor_column);
        CHECK(terminal.cursor_row() == screen.size() - count + frame.cursor_row);
        REQUIRE(terminal.unknown().empty());
    }
}

TEST_CASE("input rows: a line is folded, its cursor found, and control characters are seen",
          "[repl]") {
    const InputLook look{.prompt = "db> ", .continuation = "... ", .width = 11};

    const InputRows folded = lay_out_input("abcdefgh", 8, look);
    CHECK(folded.rows == Rows{"db> abcdef", "gh"});
    CHECK(folded.cursor_row == 1);
    CHECK(folded.cursor_column == 2);
    const InputRows lines = lay_out_input("ab\ncd", 2, look);
    CHECK(lines.rows == Rows{"db> ab", "... cd"});
    CHECK(lines.cursor_row == 0);
    CHECK(lines.cursor_column == 6);
    // A row that is full has its cursor at the beginning of the next one.
    const InputRows full = lay_out_input("abcdef", 6, look);
    CHECK(full.rows == Rows{"db> abcdef", ""});
    CHECK(full.cursor_row == 1);
    CHECK(lay_out_input("a\x1b[2Jb\tc", 0, {.width = 40}).rows == Rows{"a\\x1b[2Jb c"});
    CHECK(lay_out_input("日本語日本語", 0, {.width = 6}).rows == Rows{"日本", "語日", "本語"});
}

TEST_CASE("input rows: a long text is laid out in no time", "[repl]") {
    const std::string text(1u << 20, 'x');

    const InputRows laid =
        lay_out_input(text, text.size(), {.prompt = "> ", .width = 80, .most_rows = 3});

    CHECK(laid.rows.size() == 3);
    CHECK(laid.cursor_row == 2);
}

TEST_CASE("input rows: of many lines those around the cursor are shown", "[repl]") {
    std::string text;
    for (int i = 0; i < 100; ++i) text += std::to_string(i) + "\n";

    const InputRows end =
        lay_out_input(text, text.size(), {.prompt = "> ", .width = 40, .most_rows = 5});
    const InputRows begin = lay_out_input(text, 0, {.prompt = "> ", .width = 40, .most_rows = 5});

    CHECK(end.rows == Rows{"96", "97", "98", "99", ""});
    CHECK(end.cursor_row == 4);
    CHECK(begin.rows == Rows{"> 0", "1", "2", "3", "4"});
    CHECK(begin.cursor_row == 0);
}

}
