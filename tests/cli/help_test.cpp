#include "cli/help.h"

#include "cli/limits.h"
#include "cli/options.h"
#include "libagent/base/text.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("help: every line fits 100 columns", "[cli]") {
    std::vector<std::string> texts = {help_text(nullptr)};
    for (const Command& command : all_commands()) texts.push_back(help_text(&command));

    for (const std::string& text : texts) {
        for (const std::string& line : split(text, '\n')) {
            INFO(line);
            CHECK(display_width(line) <= 100);
            CHECK((line.empty() || line.back() != ' '));
        }
    }
}

TEST_CASE("help: names every command, option, variable and exit code", "[cli]") {
    const std::string text = help_text(nullptr);

    for (const Command& command : all_commands())
        CHECK_THAT(text,
                   Catch::Contains((command.set == ASK ? "askdb [" : "askdb ") +
                                   std::string(command.name) + (command.set == ASK ? "] " : "")));
    for (const OptionSpec& option : all_options()) {
        for (const std::string& name : option.names()) CHECK_THAT(text, Catch::Contains(name));
    }
    for (const LimitSpec& limit : all_limits())
        CHECK_THAT(text, Catch::Contains("  " + std::string(limit.variable) + " "));
    for (const char* code :
         {"0  ", "1  ", "2  ", "3  ", "4  ", "5  ", "6  ", "7  ", "8  ", "130  "})
        CHECK_THAT(text, Catch::Contains(code));
}

TEST_CASE("help: of one command shows its own options only", "[cli]") {
    const std::string sql = help_text(find_command("sql"));

    CHECK_THAT(sql, Catch::Contains("--file"));
    CHECK_THAT(sql, !Catch::Contains("--model"));
    CHECK_THAT(sql, !Catch::Contains("stream-json"));
    CHECK_THAT(sql, Catch::Contains("judge the statement"));
    CHECK_THAT(sql, !Catch::Contains("ask their endpoints"));
    CHECK_THAT(help_text(find_command("ask")), Catch::Contains("stream-json"));
    CHECK_THAT(help_text(find_command("models")), !Catch::Contains("judge the statement"));
}
