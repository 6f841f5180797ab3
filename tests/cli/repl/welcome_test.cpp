#include "cli/repl/welcome.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

using namespace askdb;
using cli::repl::welcome_text;
using cli::repl::WelcomeFacts;

namespace {

std::size_t widest_line(const std::string& text) {
    std::size_t widest = 0;
    for (const std::string& line : split(text, '\n'))
        widest = std::max(widest, display_width(line));
    return widest;
}

std::size_t line_count(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}

TEST_CASE("welcome: with a database it is three lines", "[repl]") {
    const std::string text = welcome_text({.version = "askdb 1",
                                           .database = "shop",
                                           .dialect = "SQLite",
                                           .databases = 1,
                                           .width = 100});

    CHECK(
        text ==
        "askdb 1 · shop (SQLite) · the built-in planner\n"
        "Ask in your own words, or type SQL that ends with a semicolon. /help lists the commands, "
        "Ctrl-D\nleaves.\n"
        "The built-in planner answers simple questions; /model chooses a language model.\n");
}

TEST_CASE("welcome: a language model and more databases are named", "[repl]") {
    const std::string text = welcome_text({.version = "askdb 1",
                                           .database = "a",
                                           .databases = 3,
                                           .model = "openai:m",
                                           .goes_on = true});

    CHECK(text ==
          "askdb 1 · a and 2 more · openai:m\n"
          "The conversation goes on. /help lists the commands, Ctrl-D leaves.\n");
}

TEST_CASE("welcome: without a database it is a guide", "[repl]") {
    const std::string text = welcome_text({.version = "askdb 1", .can_make_example = true});

    for (const char* needed : {"/use FILE.db", "postgres://USER@HOST/DATABASE", "askdb init\n",
                               "askdb init --example", "/model", "/doctor", "/help", "Ctrl-D"})
        CHECK_THAT(text, Catch::Contains(needed));
    CHECK(line_count(text) < 24);
    CHECK_THAT(welcome_text({.version = "askdb 1"}), !Catch::Contains("--example"));
}

TEST_CASE("welcome: no line is wider than the screen", "[repl]") {
    WelcomeFacts with_database{.version = "askdb 1",
                               .database = std::string(70, 'x') + "データベース",
                               .dialect = "PostgreSQL"};
    for (const std::size_t width : std::array<std::size_t, 5>{20, 33, 40, 80, 200}) {
        with_database.width = width;
        CHECK(widest_line(welcome_text(with_database)) <= std::min<std::size_t>(width, 100));
        CHECK(widest_line(
                  welcome_text({.version = "askdb 1", .can_make_example = true, .width = width})) <=
              std::min<std::size_t>(width, 100));
    }
    with_database.width = 0;
    CHECK(widest_line(welcome_text(with_database)) <= 20);
}

TEST_CASE("welcome: names cannot drive the terminal", "[repl]") {
    const std::string text =
        welcome_text({.version = "askdb 1", .database = "a\x1b[2J", .model = "b\x1b]0;x\a"});

    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\a') == std::string::npos);
}
