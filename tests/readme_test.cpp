#include "cli/command.h"
#include "libagent/base/text.h"
#include "tests/built_paths.h"
#include "tests/support/program.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace askdb::test {
namespace {

std::vector<std::string> readme_lines() {
    std::ifstream file(ASKDB_SOURCE_DIR "/README.md");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

/// The longest runs of the characters that names of files and options are made of.
std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words(1);
    for (const char c : line) {
        const bool inside = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') ||
                            std::string("-_./").find(c) != std::string::npos;
        if (inside) words.back() += c;
        if (!inside && !words.back().empty()) words.emplace_back();
    }
    return words;
}

std::string all_help() {
    std::string help = run_program({.arguments = {"--help"}}).out;
    for (const cli::Command& command : cli::all_commands())
        help += run_program({.arguments = {std::string(command.name), "--help"}}).out;
    return help;
}

}

TEST_CASE("readme: every file that it names is there", "[readme]") {
    std::vector<std::string> missing;

    for (const std::string& line : readme_lines()) {
        for (std::string word : words_of(line)) {
            const auto folder = word.substr(0, word.find('/') + 1);
            const std::set<std::string> folders = {"libagent/", "sessions/", "cli/",
                                                   "examples/", "tests/",    "man/"};
            while (word.ends_with('.')) word.pop_back();
            const bool is_example = word == "libagent/tools/sample.cpp";
            if (folders.contains(folder) && !is_example &&
                !std::filesystem::exists(ASKDB_SOURCE_DIR "/" + word))
                missing.push_back(word);
        }
    }

    CHECK(missing == std::vector<std::string>{});
}

TEST_CASE("readme: every option and command of askdb that it shows exists", "[readme]") {
    const std::string help = all_help();
    std::vector<std::string> unknown;

    for (const std::string& line : readme_lines()) {
        if (!line.starts_with("askdb ") && !line.starts_with("| `-")) continue;
        for (const std::string& word : words_of(line.substr(0, line.find(" # ")))) {
            const bool is_option = word.size() > 1 && word[0] == '-' && word != "---";
            if (is_option && help.find(word) == std::string::npos) unknown.push_back(word);
        }
    }

    CHECK(unknown == std::vector<std::string>{});
}

}
