#include "cli/command.h"
#include "cli/config/config_file.h"
#include "cli/limits.h"
#include "cli/options.h"
#include "cli/repl/command_words.h"
#include "cli/repl/slash_command.h"
#include "cli/sessions/verb.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/knowledge/entry_file.h"
#include "libagent/results/writer.h"
#include "sessions/export/export_format.h"
#include "tests/built_paths.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

using namespace askdb;

namespace {

const std::string man_folder = ASKDB_SOURCE_DIR "/man/";
const std::vector<std::string> man_pages = {"askdb.1",     "askdb-repl.1",   "askdb-sessions.1",
                                            "askdb-sql.1", "askdb-config.5", "askdb-knowledge.5"};

std::string man_text(const std::string& page = "askdb.1") {
    std::ifstream file(man_folder + page);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string all_man_text() {
    std::string text;
    for (const std::string& page : man_pages) text += man_text(page);
    return text;
}

/// The keys that a table of a configuration may hold, as the error about another one lists them.
std::vector<std::string> known_keys(const std::string& table) {
    const auto wrong =
        cli::parse_config(table + "\nzzzzzzzzzzzz = 1\n", "c.toml", cli::Trust::user);
    REQUIRE_FALSE(wrong.ok());
    const std::string_view hint = wrong.error().hint;
    constexpr std::string_view begin = "known here: ";
    REQUIRE(hint.starts_with(begin));
    std::vector<std::string> keys = split(hint.substr(begin.size()), ',');
    for (std::string& key : keys) key = trim(key);
    return keys;
}

/// The `.It` lines between the heading `section` and the next, in words.
std::vector<std::vector<std::string>> items(std::string_view section) {
    std::vector<std::vector<std::string>> found;
    bool inside = false;
    for (const std::string& line : split(man_text(), '\n')) {
        if (line.starts_with(".Sh ")) inside = line == ".Sh " + std::string(section);
        if (inside && line.starts_with(".It ")) found.push_back(split(line.substr(4), ' '));
    }
    return found;
}

/// `.It Fl d , Fl \-database Ar DB` names "-d" and "--database".
std::set<std::string> documented_options() {
    std::set<std::string> names;
    for (const auto& words : items("OPTIONS")) {
        for (std::size_t i = 0; i + 1 < words.size(); ++i) {
            if (words[i] != "Fl") continue;
            std::string name = words[i + 1];
            for (std::size_t at = 0; (at = name.find("\\-", at)) != std::string::npos;)
                name.replace(at, 2, "-");
            names.insert("-" + name);
        }
    }
    return names;
}

/// `.It Cm /describe Ar [TABLE] , Cm \ed`, and its summary as a sentence.
std::string man_entry(const cli::repl::SlashCommand& command) {
    std::string item = ".It Cm /" + std::string(command.name);
    if (!command.arguments.empty()) item += " Ar " + std::string(command.arguments);
    for (std::string alias : split(command.aliases, ' ')) {
        if (alias.starts_with('\\')) alias.insert(1, "e");
        if (!alias.empty()) item += " , Cm " + alias;
    }
    std::string summary(command.summary);
    summary.front() = upper_ascii(summary.substr(0, 1)).front();
    return item + "\n" + summary + ".";
}

}

TEST_CASE("man page: documents exactly the options that are parsed", "[cli][man]") {
    std::set<std::string> parsed;
    for (const cli::OptionSpec& option : cli::all_options()) {
        for (const std::string& name : option.names()) parsed.insert(name);
    }

    CHECK(documented_options() == parsed);
}

TEST_CASE("man page: documents exactly the commands that are dispatched", "[cli][man]") {
    std::set<std::string> documented, dispatched;
    for (const auto& words : items("COMMANDS")) {
        REQUIRE(words.size() >= 2);
        CHECK(words[0] == "Cm");
        documented.insert(words[1]);
    }
    for (const cli::Command& command : cli::all_commands()) dispatched.emplace(command.name);

    CHECK(documented == dispatched);
}

TEST_CASE("man page: names every limit, variable and format", "[cli][man]") {
    const std::string text = all_man_text();
    for (const cli::LimitSpec& limit : cli::all_limits()) {
        CHECK_THAT(text, Catch::Contains(std::string(limit.key)));
        CHECK_THAT(text, Catch::Contains(std::string(limit.variable)));
    }
    for (const results::WriterSpec* writer : results::all_writers())
        CHECK_THAT(text, Catch::Contains("Cm " + std::string(writer->name)));
}

TEST_CASE("man page: askdb-sessions has every verb and every format of an export", "[cli][man]") {
    const std::string text = man_text("askdb-sessions.1");
    for (const cli::SessionsVerb& verb : cli::all_sessions_verbs())
        CHECK_THAT(text, Catch::Contains(".It Cm " + std::string(verb.name)));
    for (const sessions::ExportFormat* format : sessions::all_export_formats())
        CHECK_THAT(text, Catch::Contains(".It Cm " + std::string(format->name)));
}

TEST_CASE("man page: askdb-config names every key that a file may hold", "[cli][man]") {
    const std::string text = man_text("askdb-config.5");
    for (const char* table : {"", "[databases.x]", "[models.x]", "[agents.x]", "[limits]",
                              "[sessions]", "[terminal]"}) {
        for (const std::string& key : known_keys(table)) {
            INFO(table << " " << key);
            CHECK(text.find("Va " + key) != std::string::npos);
        }
    }
}

TEST_CASE("man page: the example of askdb-config is a configuration", "[cli][man]") {
    const std::string text = man_text("askdb-config.5");
    const std::size_t begin = text.find('\n', text.find(".Bd -literal")) + 1;
    const std::string example = text.substr(begin, text.find(".Ed", begin) - begin);

    const auto config = cli::parse_config(example, "example", cli::Trust::user);

    INFO(example << (config ? "" : config.error().message));
    REQUIRE(config.ok());
    CHECK(config.value().databases.size() == 2);
    CHECK_FALSE(config.value().models.empty());
}

TEST_CASE("man page: the examples of askdb-knowledge are questions that can be kept",
          "[cli][man]") {
    const std::string text = man_text("askdb-knowledge.5");
    int examples = 0;
    for (std::size_t at = text.find(".Bd -literal\n"); at != std::string::npos;
         at = text.find(".Bd -literal\n", at + 1)) {
        const std::size_t begin = text.find('\n', at) + 1;
        const auto entry =
            knowledge::parse_entry(text.substr(begin, text.find(".Ed", begin) - begin), "example");
        INFO((entry ? "" : entry.error().message));
        CHECK(entry.ok());
        ++examples;
    }
    CHECK(examples == 2);
}

TEST_CASE("man page: askdb-repl has the REPL's commands as their records tell", "[cli][man]") {
    std::vector<std::string> documented, records;
    const std::vector<std::string> lines = split(man_text("askdb-repl.1"), '\n');
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        if (lines[i].starts_with(".Ss ")) documented.push_back(lines[i]);
        if (!lines[i].starts_with(".It Cm /") || lines[i].find(" Ns ") != std::string::npos)
            continue;
        documented.push_back(lines[i] + "\n" + lines[i + 1]);
    }
    std::string_view group;
    for (const cli::repl::SlashCommand* command : cli::repl::all_slash_commands()) {
        if (command->group != group) records.push_back(".Ss " + std::string(command->group));
        group = command->group;
        records.push_back(man_entry(*command));
    }

    CHECK(documented == records);
}

TEST_CASE("man page: askdb-sql has every dialect, and no page an option that does not exist",
          "[cli][man]") {
    const std::string sql_page = man_text("askdb-sql.1"), text = all_man_text();
    for (const database::Dialect* dialect : database::all_dialects())
        CHECK_THAT(sql_page, Catch::Contains(std::string(dialect->name)));
    std::set<std::string> parsed;
    for (const cli::OptionSpec& option : cli::all_options()) {
        for (const std::string& name : option.names()) parsed.insert(name);
    }
    constexpr std::string_view flag = "Fl \\-";
    for (std::size_t at = 0; (at = text.find(flag, at)) != std::string::npos;) {
        at += flag.size();
        std::string name = text.substr(at, text.find_first_of(" \n", at) - at);
        for (std::size_t dash = 0; (dash = name.find('\\', dash)) != std::string::npos;)
            name.erase(dash, 1);
        INFO(name);
        CHECK(parsed.contains("--" + name));
    }
}

TEST_CASE("man page: mandoc has nothing to say against any", "[cli][man]") {
    if (std::system("command -v mandoc >/dev/null 2>&1") != 0) {
        WARN("skipped: mandoc is not installed");
        return;
    }
    for (const std::string& page : man_pages) {
        const std::string path = man_folder + page;
        CHECK(std::system(("mandoc -Tlint -W warning '" + path + "'").c_str()) == 0);
    }
}
