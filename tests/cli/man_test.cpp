#include "cli/command.h"
#include "cli/limits.h"
#include "cli/options.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"
#include "tests/built_paths.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

using namespace askdb;

namespace {

const std::string man_page = ASKDB_SOURCE_DIR "/man/askdb.1";

std::string man_text() {
    std::ifstream file(man_page);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
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
    const std::string text = man_text();
    for (const cli::LimitSpec& limit : cli::all_limits()) {
        CHECK_THAT(text, Catch::Contains(std::string(limit.key)));
        CHECK_THAT(text, Catch::Contains(std::string(limit.variable)));
    }
    for (const results::WriterSpec* writer : results::all_writers())
        CHECK_THAT(text, Catch::Contains("Cm " + std::string(writer->name)));
}

TEST_CASE("man page: mandoc has nothing to say against it", "[cli][man]") {
    if (std::system("command -v mandoc >/dev/null 2>&1") != 0) {
        WARN("skipped: mandoc is not installed");
        return;
    }
    CHECK(std::system(("mandoc -Tlint -W warning '" + man_page + "'").c_str()) == 0);
}
