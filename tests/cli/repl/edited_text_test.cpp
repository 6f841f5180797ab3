#include "cli/repl/edited_text.h"

#include "tests/support/agent_fixture.h"
#include "tests/support/fake_shell.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

namespace askdb::test {
namespace {

/// A shell whose editor is a script of ours.
struct EditorFixture {
    TempFolder folder;
    FakeShell shell;

    explicit EditorFixture(std::string_view script)
        : shell(config(), {{"TMPDIR", made_folder("tmp")},
                           {"EDITOR", "false"},
                           {"VISUAL", made_script(script)}}) {}

    cli::Config config() const {
        cli::Config config;
        config.databases = {make_database(folder, shop_sql, "shop.db")};
        return config;
    }
    std::string made_folder(const std::string& name) const {
        std::filesystem::create_directory(folder.file(name));
        return folder.file(name);
    }
    std::string made_script(std::string_view script) const {
        const std::string path = folder.file("my editor");
        std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
        return "'" + path + "' --flag";
    }
    bool is_tidy() const { return std::filesystem::is_empty(folder.file("tmp")); }
};

}

TEST_CASE("edit: the editor gets the text in a private file, and its text comes back", "[repl]") {
    EditorFixture fixture(
        "test \"$1\" = --flag || exit 9\n"
        "stat -c '%a' \"$2\" \"$(dirname \"$2\")\" > \"$(dirname \"$0\")/modes\"\n"
        "sed -i 's/one/two/' \"$2\"; printf 'three\\n\\n' >> \"$2\"");

    const std::string edited = cli::repl::edit_text(fixture.shell, "SELECT 'one'");

    CHECK(edited == "SELECT 'two'\nthree");
    CHECK(file_bytes(fixture.folder.file("modes")) == "600\n700\n");
    CHECK(fixture.is_tidy());
}

TEST_CASE("edit: an editor that fails, or leaves no text, changes nothing", "[repl]") {
    for (const char* script :
         {"exit 3", "printf '\\377\\376' > \"$2\"", "printf 'a\\000b' > \"$2\"", "rm \"$2\""}) {
        INFO(script);
        EditorFixture fixture(script);
        fixture.shell.typed_before = {"How many orders?"};
        fixture.shell.type("/edit");
        CHECK(fixture.shell.error);
        CHECK(fixture.shell.line.empty());
        CHECK(fixture.is_tidy());
    }
}

TEST_CASE("edit: the last input, or the last statement, goes to the next line", "[repl]") {
    EditorFixture fixture("printf ' indeed' >> \"$2\"");
    FakeShell& shell = fixture.shell;
    shell.typed_before = {"How many orders?", "/tables", "!ls", "\\e"};

    shell.type("\\e");
    CHECK(shell.line == "How many orders?\n indeed");
    shell.type("/sql SELECT 1");
    shell.type("/edit sql");
    CHECK(shell.line == "SELECT 1;\n indeed");
    shell.type("/edit nothing");
    CHECK(shell.hint() == "/edit [sql]");
}

TEST_CASE("edit: nothing left is nothing to type", "[repl]") {
    EditorFixture fixture(": > \"$2\"");
    fixture.shell.typed_before = {"How many orders?"};

    fixture.shell.type("/edit");

    CHECK(fixture.shell.said == "Nothing is left of it.\n");
    CHECK(fixture.shell.line.empty());
}

}
