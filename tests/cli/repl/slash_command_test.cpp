#include "cli/repl/slash_command.h"

#include "cli/repl/command_words.h"
#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace askdb;
using namespace askdb::cli::repl;

TEST_CASE("slash commands: every record is whole, and its help fits 80 columns", "[repl]") {
    constexpr std::size_t most_summary = 48, most_details = 80;
    for (const SlashCommand* command : all_slash_commands()) {
        INFO(command->name);
        CHECK(command->run != nullptr);
        CHECK_FALSE(command->name.empty());
        CHECK(command->name == lower_ascii(command->name));
        CHECK_FALSE(command->group.empty());
        CHECK_FALSE(command->summary.empty());
        CHECK(display_width(command->summary) <= most_summary);
        for (const std::string& line : split(command->details, '\n'))
            CHECK(display_width(line) <= most_details);
        for (const std::string& alias : split(command->aliases, ' '))
            CHECK((alias.empty() || alias.front() == '\\' || alias.front() == '.'));
    }
}

TEST_CASE("slash commands: no word is two commands, and groups stand together", "[repl]") {
    std::set<std::string> words, groups;
    for (const std::string& word : slash_command_words()) CHECK(words.insert(word).second);

    std::string_view group;
    for (const SlashCommand* command : all_slash_commands()) {
        if (command->group != group) CHECK(groups.insert(std::string(command->group)).second);
        group = command->group;
    }
}

TEST_CASE("slash commands: each is found by its name and its aliases", "[repl]") {
    for (const SlashCommand* command : all_slash_commands()) {
        CHECK(find_slash_command("/" + std::string(command->name)) == command);
        CHECK(find_slash_command("/" + upper_ascii(command->name)) == command);
        for (const std::string& alias : split(command->aliases, ' ')) {
            if (!alias.empty()) CHECK(find_slash_command(alias) == command);
        }
    }
}

TEST_CASE("slash commands: a beginning is enough where only one name begins so", "[repl]") {
    CHECK(find_slash_command("/desc") == find_slash_command("/describe"));
    CHECK(find_slash_command("/d") == nullptr);  // describe, data, …
    CHECK(find_slash_command("\\tim") == nullptr);
    CHECK(find_slash_command("/") == nullptr);
    CHECK(find_slash_command("") == nullptr);
    CHECK(find_slash_command("tables") == nullptr);
    CHECK(find_slash_command("\\D") == nullptr);
}

TEST_CASE("slash commands: what is misspelled is like something that there is", "[repl]") {
    const auto nearest_of = [](std::string_view typed) {
        const std::vector<std::string> found = nearest_slash_commands(typed);
        return found.empty() ? std::string() : found.front();
    };

    CHECK(nearest_of("/tabels") == "/tables");
    CHECK(nearest_of("/exit") == "/edit");
    CHECK(nearest_of(".tabels") == ".tables");
    CHECK(nearest_of(".descrbe") == "/describe");
    CHECK(nearest_of("/res") == "/results");
    CHECK(nearest_slash_commands("\\z").empty());
    CHECK(nearest_slash_commands("/xyzzyxyzzy").empty());
    CHECK(nearest_slash_commands("").empty());
    CHECK(nearest_slash_commands("/").size() <= 4);
}

TEST_CASE("slash commands: how one is given begins with its name", "[repl]") {
    CHECK(usage_of(*find_slash_command("\\d")) == "/describe [TABLE]");
    CHECK(usage_of(*find_slash_command("\\q")) == "/quit");
}

TEST_CASE("slash commands: any sign does where it leaves no doubt", "[repl]") {
    CHECK(find_slash_command("\\schema") == find_slash_command("/schema"));
    CHECK(find_slash_command(".good") == find_slash_command("/good"));
    CHECK(find_slash_command("/dt") == find_slash_command("\\dt"));
    CHECK(find_slash_command("/mode") == nullptr);  // It begins /model and /models.
    CHECK(find_slash_command("\\mode") == find_slash_command("/data"));
    CHECK(find_slash_command("\\schem") == nullptr);
    CHECK(find_slash_command("\\dv") == find_slash_command("/views"));
}

TEST_CASE("slash commands: what may be several names them all, a letter suggests none", "[repl]") {
    const Error several = unknown_slash_command("/s");
    CHECK(several.message == "'/s' may be more than one command");
    for (const char* name : {"/schema", "/sql", "/stop", "/save", "/sessions", "/share", "/set"})
        CHECK_THAT(several.hint, Catch::Contains(name));
    CHECK(unknown_slash_command("\\z").message == "unknown command '\\z'");
    CHECK(unknown_slash_command("\\z").hint == "see /help");
    CHECK_THAT(unknown_slash_command("/tabels").hint, Catch::Contains("/tables"));
}
