#include "cli/args.h"

#include "cli/options.h"

#include <catch2/catch.hpp>

#include <bit>

using namespace askdb;
using cli::Args;

namespace {

Result<Args> parsed(std::vector<const char*> words) {
    return cli::parse_args(words);
}

std::string told(std::vector<const char*> words) {
    const Result<Args> args = parsed(std::move(words));
    REQUIRE_FALSE(args.ok());
    CHECK(args.error().code == Errc::usage);
    return args.error().message + " | " + args.error().hint;
}

}

TEST_CASE("args: every command has a bit of its own, and all are any", "[cli]") {
    unsigned seen = 0;
    for (const cli::Command& command : cli::all_commands()) {
        CHECK(std::has_single_bit(command.set));
        CHECK((seen & command.set) == 0);
        seen |= command.set;
    }
    CHECK((seen & cli::ANY) == seen);
}

TEST_CASE("args: words without a command are a question", "[cli]") {
    const Args args = parsed({"-d", "a.db", "how", "many", "tables", "-v"}).value_or_throw();

    CHECK(args.command->name == "ask");
    CHECK(args.words == std::vector<std::string>{"how", "many", "tables"});
    CHECK(args.databases == std::vector<std::string>{"a.db"});
    CHECK(args.verbose);
    CHECK_FALSE(args.names_command);
}

TEST_CASE("args: options may stand before and after the command word", "[cli]") {
    const Args before = parsed({"--data", "csv", "-d", "a.db", "sql", "select 1"}).value_or_throw();
    const Args after = parsed({"sql", "select 1", "--data=csv", "-d", "a.db"}).value_or_throw();

    CHECK(before.command->name == "sql");
    CHECK(after.command->name == "sql");
    CHECK(before.words == after.words);
    CHECK(before.data == after.data);
}

TEST_CASE("args: a question is taken as it is, brackets, braces and all", "[cli]") {
    CHECK(parsed({"[a,b]", "%x", "{y}"}).value_or_throw().words ==
          std::vector<std::string>{"[a,b]", "%x", "{y}"});
    CHECK(parsed({"--", "-5 degrees", "--data"}).value_or_throw().words ==
          std::vector<std::string>{"-5 degrees", "--data"});
    CHECK(parsed({"tables with most rows"}).value_or_throw().command->name == "ask");
}

TEST_CASE("args: the word ask makes a question of anything", "[cli]") {
    const Args args = parsed({"ask", "tables"}).value_or_throw();

    CHECK(args.command->name == "ask");
    CHECK(args.words == std::vector<std::string>{"tables"});
}

TEST_CASE("args: -d may repeat, of other options the last counts", "[cli]") {
    const Args args =
        parsed({"-d", "a", "-d", "b", "-m", "x", "-m", "offline", "why"}).value_or_throw();

    CHECK(args.databases == std::vector<std::string>{"a", "b"});
    CHECK(args.model == "offline");
}

TEST_CASE("args: a slip in an option names the nearest", "[cli]") {
    CHECK(told({"--ouptut", "json", "q"}) ==
          "unknown option '--ouptut' | did you mean '--output'?");
    CHECK(told({"--time-out=3", "q"}) == "unknown option '--time-out' | did you mean '--timeout'?");
    CHECK(told({"-x", "q"}) == "unknown option '-x' | list them with: askdb --help");
    CHECK(told({"--output", "jsn", "q"}) ==
          "option '--output' knows no 'jsn' | did you mean 'json'?");
    CHECK(told({"--data", "cvs", "q"}) == "option '--data' knows no 'cvs' | did you mean 'csv'?");
}

TEST_CASE("args: a missing value is told by the option's name", "[cli]") {
    CHECK(told({"q", "-d"}) == "option '--database' needs a value | ");
    CHECK(told({"q", "--model"}) == "option '--model' needs a value | ");
}

TEST_CASE("args: a command with the wrong words suggests a question", "[cli]") {
    CHECK(
        told({"tables", "with", "most", "rows"}) ==
        "the command 'tables' takes no words after it | to ask it as a question: askdb ask tables "
        "with most rows");
    CHECK_THAT(told({"describe", "the", "sites"}), Catch::Contains("askdb ask describe the sites"));
    CHECK_THAT(told({"sql", "select", "1"}), Catch::Contains("in quotes"));
    CHECK(told({"describe"}) == "'describe' needs TABLE | askdb describe TABLE");
}

TEST_CASE("args: a slip in a command names the nearest, a question is left alone", "[cli]") {
    CHECK_THAT(told({"tabels"}),
               Catch::StartsWith("unknown command 'tabels' | did you mean 'tables'?"));
    CHECK_THAT(told({"descrbe", "sites"}), Catch::Contains("did you mean 'describe'?"));
    CHECK_THAT(told({"help"}), Catch::Contains("askdb --help"));
    CHECK(parsed({"As", "of", "today,", "how", "many?"}).ok());
    CHECK(parsed({"table", "sizes", "please"}).ok());
}

TEST_CASE("args: help and version need nothing else", "[cli]") {
    CHECK(parsed({"--version"}).value_or_throw().version);
    CHECK(parsed({"-h"}).value_or_throw().help);
    const Args help = parsed({"describe", "--help"}).value_or_throw();
    CHECK(help.help);
    CHECK(help.command->name == "describe");
}

TEST_CASE("args: the name of the file says the format, where nothing else does", "[cli]") {
    const auto format = [](std::vector<const char*> words) {
        words.insert(words.end(), {"-d", "a.db"});
        return parsed(words).value_or_throw().data;
    };

    CHECK(format({"sql", "SELECT 1", "-o", "rows.XLSX"}) == "xlsx");
    CHECK(format({"tables", "-o", "rows.md"}) == "markdown");
    CHECK(format({"sql", "SELECT 1", "-o", "rows.csv", "--data", "json"}) == "json");
    CHECK(format({"sql", "SELECT 1", "-o", "rows.csv", "--output", "json"}).empty());
    CHECK(format({"sql", "SELECT 1", "-o", "rows.dat"}).empty());
    CHECK(format({"How many?", "-o", "rows.csv"}) == "csv");
    CHECK(format({"How many?", "-o", "answer.md"}).empty());
    CHECK(format({"How many?", "-o", "answer.txt"}).empty());
    CHECK(format({"--sql", "How many?", "-o", "rows.csv"}).empty());
}
