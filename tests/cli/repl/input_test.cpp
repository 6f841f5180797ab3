#include "cli/repl/input.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "tests/built_paths.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace askdb;
using namespace askdb::cli::repl;

namespace {

const database::Dialect& dialect(std::string_view name) {
    return *database::find_dialect(name);
}

std::vector<Input> read(std::string_view text) {
    return classify(text, dialect("sqlite"));
}

const std::set<std::string> kind_words = {"question", "sql", "open", "command", "shell", "nothing"};

/// "sql question", in the words of the case files.
std::string kinds_of(std::string_view text, const database::Dialect& as) {
    static constexpr const char* names[] = {"question", "sql", "command", "shell"};
    std::vector<std::string> kinds;
    for (const Input& input : classify(text, as)) kinds.emplace_back(names[input.index()]);
    const bool is_open = is_unfinished(text, as);
    if (is_open && !kinds.empty() && kinds.back() == "sql") kinds.back() = "open";
    if (is_open && kinds.empty()) kinds = {"open"};
    return kinds.empty() ? "nothing" : join(kinds, " ");
}

struct Line {
    std::string kinds;
    std::string text;
};

std::vector<Line> lines_of(const std::string& file) {
    std::ifstream in(std::string(ASKDB_SOURCE_DIR) + "/tests/cases/repl/lines/" + file);
    std::vector<Line> lines;
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string> kinds;
        std::string_view rest = line;
        while (true) {
            const std::string word(rest.substr(0, rest.find(' ')));
            if (!kind_words.contains(word)) break;
            kinds.push_back(word);
            rest.remove_prefix(word.size() + 1);
            // More than one blank ends the kinds.
            if (rest.starts_with(' ')) break;
        }
        constexpr std::size_t text_column = 11;
        const std::size_t begin = std::max(text_column, line.size() - rest.size());
        lines.push_back({join(kinds, " "), std::string(line.substr(std::min(begin, line.size())))});
    }
    return lines;
}

void check_lines(const std::string& file, const database::Dialect& as) {
    const std::vector<Line> lines = lines_of(file);
    REQUIRE_FALSE(lines.empty());
    for (const Line& line : lines) {
        INFO(file << ": " << line.text);
        CHECK(kinds_of(line.text, as) == line.kinds);
    }
}

/// "sql: select 1", as the case folders spell it.
std::string spelled(const Input& input, bool is_open) {
    std::string text;
    if (const auto* question = std::get_if<Question>(&input)) text = "question: " + question->text;
    if (const auto* shell = std::get_if<ShellLine>(&input)) text = "shell: " + shell->command;
    if (const auto* command = std::get_if<Command>(&input)) {
        text = "command: " + command->typed;
        if (!command->arguments.empty()) text += ' ' + command->arguments;
    }
    if (const auto* statement = std::get_if<Statement>(&input)) {
        const char* const kind = statement->is_expanded ? "expanded sql: " : "sql: ";
        text = (is_open ? "open: " : kind) + statement->sql;
    }
    return join(split(text, '\n'), "\\n") + '\n';
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}

TEST_CASE("repl input: pastes of the case folders are what a person means", "[repl]") {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(ASKDB_SOURCE_DIR) +
                                                                 "/tests/cases/repl/pastes")) {
        if (!entry.is_directory()) continue;
        INFO(entry.path().filename());
        const std::string text = content_of(entry.path() / "input");
        const std::vector<Input> inputs = read(text);
        std::string all;
        for (const Input& input : inputs) {
            const bool is_last = &input == &inputs.back();
            all += spelled(input, is_last && is_unfinished(text, dialect("sqlite")));
        }
        CHECK(all == content_of(entry.path() / "inputs"));
        ++count;
    }
    CHECK(count > 0);
}

TEST_CASE("repl input: lines of the case files are what a person means", "[repl]") {
    for (const char* file : {"english.txt", "languages.txt", "sql.txt", "commands.txt"})
        check_lines(file, dialect("sqlite"));
    check_lines("mysql.txt", dialect("mysql"));
    check_lines("postgres.txt", dialect("postgres"));
}

TEST_CASE("repl input: a command has its name and the rest of its line", "[repl]") {
    CHECK(read("/use  shop ") == std::vector<Input>{Command{"/use", "shop"}});
    CHECK(read("\\d sites;") == std::vector<Input>{Command{"\\d", "sites"}});
    CHECK(read(".mode csv\n.tables") ==
          std::vector<Input>{Command{".mode", "csv"}, Command{".tables"}});
    CHECK(read("/watch 5 select 1;") == std::vector<Input>{Command{"/watch", "5 select 1;"}});
    CHECK(read("?") == std::vector<Input>{Command{"/help"}});
    CHECK(read(" Exit; ") == std::vector<Input>{Command{"/quit"}});
}

TEST_CASE("repl input: statements of one paste come one by one, without their ends", "[repl]") {
    CHECK(read("select 1;\n\n-- two\nselect ';' ;\nhow many?") ==
          std::vector<Input>{Statement{"select 1"}, Statement{"-- two\nselect ';'"},
                             Question{"how many?"}});
    CHECK(read("select 1\ngo\nselect 2\n/\n") ==
          std::vector<Input>{Statement{"select 1"}, Statement{"select 2"}});
    CHECK(read(".mode csv\nselect 1;\n\\q") ==
          std::vector<Input>{Command{".mode", "csv"}, Statement{"select 1"}, Command{"\\q"}});
    CHECK(read("select 1 \\G") == std::vector<Input>{Statement{"select 1", true}});
    CHECK(read("select 1\n;") == std::vector<Input>{Statement{"select 1"}});
    CHECK(read("select a /\n2;") == std::vector<Input>{Statement{"select a /\n2"}});
}

TEST_CASE("repl input: nothing runs in a shell that is not the first thing", "[repl]") {
    CHECK(read("!ls\n-l") == std::vector<Input>{ShellLine{"ls\n-l"}});
    CHECK(read("\\! ls") == std::vector<Input>{ShellLine{"ls"}});
    CHECK(read("select 1;\n!rm -r x") ==
          std::vector<Input>{Statement{"select 1"}, Command{"!rm", "-r x"}});
    CHECK(read("Why this?\n!important") == std::vector<Input>{Question{"Why this?\n!important"}});
}

TEST_CASE("repl input: a question is sent as it was meant", "[repl]") {
    CHECK(read("  How many? ") == std::vector<Input>{Question{"How many?"}});
    CHECK(read("//home/x is what?") == std::vector<Input>{Question{"/home/x is what?"}});
    CHECK(read("// .tables") == std::vector<Input>{Question{".tables"}});
    CHECK(read("How many\\\nsites?") == std::vector<Input>{Question{"How many\nsites?"}});
    CHECK(read("\xEF\xBB\xBFHow many?") == std::vector<Input>{Question{"How many?"}});
    CHECK(read("-- x\nHow many?") == std::vector<Input>{Question{"-- x\nHow many?"}});
    CHECK(read("").empty());
    CHECK(read(" \n\t ").empty());
}

TEST_CASE("repl input: Enter goes on in what has no end yet, unless the last line is empty",
          "[repl]") {
    const auto goes_on = [](std::string_view text) {
        return is_unfinished(text, dialect("sqlite"));
    };
    CHECK(goes_on("select name"));
    CHECK_FALSE(goes_on("select name\n"));
    CHECK_FALSE(goes_on("select 'name\n  "));
    CHECK(goes_on("select name\nfrom sites"));
    CHECK_FALSE(goes_on("select name\nfrom sites;"));
    CHECK_FALSE(goes_on("select name\n\\g"));
    CHECK(goes_on("How many\\"));
    CHECK_FALSE(goes_on("How many\\\\"));
    CHECK(goes_on("!ls \\"));
    CHECK_FALSE(goes_on("\\"));
    CHECK_FALSE(goes_on("/use x\\"));
    CHECK_FALSE(goes_on(""));
}

TEST_CASE("repl input: hostile bytes and long pastes are read in bearable time", "[repl]") {
    std::string statements, slashes = "select 1", parens(100'000, '('), nulls(1'000, '\0');
    for (int i = 0; i < 20'000; ++i) {
        statements += "show tables; ";
        slashes += " / / /";
    }

    CHECK(read(statements).size() == 20'000);
    CHECK(read(slashes).size() == 1);
    CHECK(read(parens).size() == 1);
    CHECK(read("select" + parens).size() == 1);
    CHECK(read(nulls).size() == 1);
    CHECK(read("\xFF\xFE;\x1b[31m").size() == 1);
}
