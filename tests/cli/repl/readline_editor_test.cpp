#include "cli/repl/key_decoder.h"
#include "cli/repl/line_editor.h"
#include "cli/utf8_locale.h"
#include "tests/support/in_child.h"
#include "tests/support/leaks_of_others.h"
#include "tests/support/line_editing.h"

#include <catch2/catch.hpp>

#include <random>

namespace askdb::cli::repl {
namespace {

using Texts = std::vector<std::string>;

/// readline's own environment: no inputrc of the person who runs the tests.
std::unique_ptr<LineEditor> make_editor(EditorHooks hooks = {}) {
    ::setenv("INPUTRC", "/dev/null", 1);
    ::setenv("TERM", "xterm", 1);
    use_utf8_locale();
    if (!hooks.is_unfinished) hooks.is_unfinished = [](std::string_view) { return false; };
    if (!hooks.complete)
        hooks.complete = [](std::string_view, std::size_t cursor) {
            return Replacement{.begin = cursor};
        };
    if (!hooks.show_choices) hooks.show_choices = [](Texts) {};
    return make_readline_editor(std::move(hooks));
}

/// The lines that come of the keys; what is no line is named.
Texts typed(LineEditor& editor, std::string_view keys) {
    Texts texts;
    editor.take(keys);
    while (const auto typed = editor.next()) {
        if (const auto* line = std::get_if<TypedLine>(&*typed)) texts.push_back(line->text);
        if (std::holds_alternative<TypedInterrupt>(*typed)) texts.emplace_back("<C-c>");
        if (std::holds_alternative<TypedSuspend>(*typed)) texts.emplace_back("<C-z>");
        if (std::holds_alternative<TypedTooMuch>(*typed)) texts.emplace_back("<too much>");
        if (std::holds_alternative<TypedEnd>(*typed)) {
            texts.emplace_back("<end>");
            break;
        }
    }
    return texts;
}

}

TEST_CASE("readline editor: lines are edited by character, whatever their language", "[repl]") {
    if (!test::can_edit_lines()) return;
    const auto editor = make_editor();

    CHECK(typed(*editor, "Größe?\r") == Texts{"Größe?"});
    CHECK(typed(*editor, "aé日b\x1b[D\x7f\x7f\r") == Texts{"ab"});
    CHECK(typed(*editor, "one two\x17three\r") == Texts{"one three"});
    CHECK(typed(*editor, "日本\x01x\r") == Texts{"x日本"});
    CHECK(typed(*editor, "first\rsecond\rthi") == Texts{"first", "second"});
    CHECK(editor->line() == EditedLine{.text = "thi", .cursor = 3});
}

TEST_CASE("readline editor: Ctrl-C and Ctrl-Z are told, Ctrl-D ends an empty line only", "[repl]") {
    if (!test::can_edit_lines()) return;
    const auto editor = make_editor();

    CHECK(typed(*editor, "abc\x04\x03") == Texts{"<C-c>"});
    CHECK(editor->line().text == "abc");
    editor->begin();
    CHECK(typed(*editor, "\x1a") == Texts{"<C-z>"});
    CHECK(typed(*editor, "\x04") == Texts{"<end>"});
}

TEST_CASE("readline editor: a pasted text is one line, and can be taken back", "[repl]") {
    if (!test::can_edit_lines()) return;
    const auto editor = make_editor();

    CHECK(typed(*editor, "x \x1b[200~SELECT 1\nFROM t;\n\x1b[201~").empty());
    CHECK(editor->line().text == "x SELECT 1\nFROM t;");
    CHECK(typed(*editor, "\x1f\r") == Texts{"x "});  // Ctrl-_ takes back.
}

TEST_CASE("readline editor: a paste that is too long leaves the line as it was", "[repl]") {
    if (!test::can_edit_lines()) return;
    const auto editor = make_editor();
    std::string pasted = "\x1b[200~";
    while (pasted.size() < most_pasted_bytes + 40'000) pasted += "DELETE FROM t;\r";
    pasted += "\x1b[201~";

    Texts texts = typed(*editor, "as ");
    for (std::size_t i = 0; i < pasted.size(); i += 16'384) {  // As a keyboard is read.
        for (std::string& text : typed(*editor, std::string_view(pasted).substr(i, 16'384)))
            texts.push_back(std::move(text));
    }

    CHECK(texts == Texts{"<too much>"});
    CHECK(editor->line().text == "as ");
    CHECK(typed(*editor, "before\r") == Texts{"as before"});
}

TEST_CASE("readline editor: what is unfinished goes on in a second line; an empty one sends it",
          "[repl]") {
    if (!test::can_edit_lines()) return;
    const auto editor =
        make_editor({.is_unfinished = [](std::string_view text) { return !text.ends_with(';'); }});

    CHECK(typed(*editor, "SELECT 1\rFROM t;\r") == Texts{"SELECT 1\nFROM t;"});
    CHECK(typed(*editor, "SELECT 1\r\r") == Texts{"SELECT 1\n"});
    CHECK(typed(*editor, "a;\x1b\rb;\r") == Texts{"a;\nb;"});  // Alt-Enter.
}

TEST_CASE("readline editor: arrows move between lines, then through the history", "[repl]") {
    if (!test::can_edit_lines()) return;
    const auto editor = make_editor();
    editor->set_history({"old", "two\nlines"});

    CHECK(typed(*editor, "\x1b[A").empty());
    CHECK(editor->line() == EditedLine{.text = "two\nlines", .cursor = 9});
    typed(*editor, "\x1b[A");
    CHECK(editor->line() == EditedLine{.text = "two\nlines", .cursor = 3});
    typed(*editor, "\x1b[A");
    CHECK(editor->line().text == "old");
    typed(*editor, "\x1b[B\x1b[B");
    CHECK(typed(*editor, "new\r") == Texts{"new"});
    editor->remember("new");
    typed(*editor, "\x1bOA");
    CHECK(editor->line().text == "new");
}

TEST_CASE("readline editor: a changed line of the history is left as it was", "[repl]") {
    if (!test::can_edit_lines()) return;
    const auto editor = make_editor();
    editor->set_history({"first", "second"});

    typed(*editor, "\x1b[A!\x1b[A?");
    CHECK(editor->line().text == "first?");
    editor->begin("other");
    CHECK(typed(*editor, "\r") == Texts{"other"});
    typed(*editor, "\x1b[A");
    CHECK(editor->line().text == "second");
    typed(*editor, "\x1b[A");
    CHECK(editor->line().text == "first");
    CHECK(typed(*editor, "!\r") == Texts{"first!"});
}

TEST_CASE("readline editor: Ctrl-R searches, and says so in place of the prompt", "[repl]") {
    if (!test::can_edit_lines()) return;
    const auto editor = make_editor();
    editor->set_history({"SELECT * FROM machines;", "How many sites?", "größte Anlage"});

    typed(*editor, "\x12mach");
    CHECK(editor->line().text == "SELECT * FROM machines;");
    CHECK(editor->line().note.find("mach") != std::string::npos);
    CHECK(typed(*editor, "\r") == Texts{"SELECT * FROM machines;"});
    CHECK(editor->line().note.empty());
    typed(*editor, "\x12größ");
    CHECK(editor->line().text == "größte Anlage");
    editor->begin("another");
    CHECK(editor->line() == EditedLine{.text = "another", .cursor = 7});
}

TEST_CASE("readline editor: Tab puts in what is certain and shows what is not", "[repl]") {
    if (!test::can_edit_lines()) return;
    Texts shown;
    const auto editor =
        make_editor({.complete =
                         [](std::string_view text, std::size_t cursor) {
                             if (text == "/ta") return Replacement{.begin = 0, .text = "/tables "};
                             return Replacement{.begin = cursor, .choices = {"a", "b"}};
                         },
                     .show_choices = [&](Texts choices) { shown = std::move(choices); }});

    CHECK(typed(*editor, "/ta\t").empty());
    CHECK(editor->line().text == "/tables ");
    typed(*editor, "\t");
    CHECK(shown == Texts{"a", "b"});
    typed(*editor, "x");
    CHECK(shown.empty());
}

TEST_CASE("readline editor: sequences that mean nothing type nothing", "[repl]") {
    if (!test::can_edit_lines()) return;
    const auto editor = make_editor();

    CHECK(typed(*editor,
                "a\x1b[99~\x1b[1;9Z\x1bOq"
                "b\r") == Texts{"ab"});
}

TEST_CASE("readline editor: random bytes leave it alive", "[repl]") {
    if (!test::can_edit_lines()) return;
    const test::LeaksOfOthers of_readline;  // Its search by Alt-P loses what would undo its text.
    const auto editor = make_editor();
    std::mt19937 random(11);  // NOLINT: the same bytes each time.
    for (int i = 0; i < 20'000; ++i) {
        const char byte = static_cast<char>(random() & 0xff);
        // Ctrl-D and what waits for nothing but the keyboard's next key are keys like others.
        typed(*editor, {&byte, 1});
        if (i % 50 == 0) editor->settle();
    }
    editor->begin();

    CHECK(typed(*editor, "still here\r") == Texts{"still here"});
}

TEST_CASE("plain editor: gives the lines that a terminal edited", "[repl]") {
    const auto editor = make_plain_editor();

    CHECK(typed(*editor, "How many?\nSELECT 1;\r\nre") == Texts{"How many?", "SELECT 1;\n"});
    CHECK(typed(*editor, "st\x1b[2J\n") == Texts{"rest[2J"});
    CHECK(typed(*editor, std::string(2u << 20, 'x')) == Texts{"<too much>"});
}

}
