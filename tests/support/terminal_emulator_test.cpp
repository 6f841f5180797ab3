#include "tests/support/terminal_emulator.h"

#include <catch2/catch.hpp>

namespace askdb::test {
namespace {

using Rows = std::vector<std::string>;

}

TEST_CASE("terminal emulator: text wraps only when more comes", "[repl]") {
    TerminalEmulator terminal(4, 3);

    terminal.feed("abcd");
    CHECK(terminal.screen() == Rows{"abcd"});
    CHECK(terminal.cursor_row() == 0);
    terminal.feed("\r\nef\x1b[1;31mg\x1b[0m");

    CHECK(terminal.screen() == Rows{"abcd", "efg"});
    terminal.feed("hi");
    CHECK(terminal.screen() == Rows{"abcd", "efgh", "i"});
}

TEST_CASE("terminal emulator: rows scroll out, and are kept", "[repl]") {
    TerminalEmulator terminal(10, 2);

    terminal.feed("one\r\ntwo\r\nthree");

    CHECK(terminal.screen() == Rows{"two", "three"});
    CHECK(terminal.whole_text() == "one\ntwo\nthree\n");
}

TEST_CASE("terminal emulator: moves and erases", "[repl]") {
    TerminalEmulator terminal(10, 4);

    terminal.feed("one\r\ntwo\r\nthree\x1b[2A\r\x1b[2C\x1b[K");
    CHECK(terminal.screen() == Rows{"on", "two", "three"});
    terminal.feed("\x1b[1B\r\x1b[J");

    CHECK(terminal.screen() == Rows{"on"});
    CHECK(terminal.unknown().empty());
    terminal.feed("\x1b]0;title\a");
    CHECK_FALSE(terminal.unknown().empty());
}

TEST_CASE("terminal emulator: wide characters take two columns, marks none", "[repl]") {
    TerminalEmulator terminal(5, 2);

    terminal.feed("日本e\xcc\x81");

    CHECK(terminal.screen() == Rows{"日本e\xcc\x81"});
    terminal.feed("\r日本語");
    CHECK(terminal.screen() == Rows{"日本e\xcc\x81", "語"});
}

TEST_CASE("terminal emulator: long rows are folded anew for another width", "[repl]") {
    TerminalEmulator terminal(10, 3);
    terminal.feed("one\r\nabcdefghij\r\n> x");

    terminal.resize(5, 3);

    CHECK(terminal.screen() == Rows{"abcde", "fghij", "> x"});
    CHECK(terminal.whole_text() == "one\nabcde\nfghij\n> x\n");
    CHECK(terminal.cursor_row() == 2);
    CHECK(terminal.cursor_column() == 3);
    terminal.resize(20, 3);
    CHECK(terminal.screen() == Rows{"abcdefghij", "> x"});
}

}
