#include "tests/support/documentation.h"

#include "libagent/base/text.h"
#include "tests/built_paths.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace askdb::test {
namespace {

std::vector<std::string> lines_of_file(const std::string& path) {
    std::ifstream file(ASKDB_SOURCE_DIR "/" + path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

/// The blocks of a file between lines that open and close them.
template <class Opens, class Closes>
std::vector<DocumentedBlock> blocks_between(const std::string& path, const Opens& opens,
                                            const Closes& closes) {
    std::vector<DocumentedBlock> blocks;
    bool inside = false;
    std::size_t number = 0;
    for (const std::string& line : lines_of_file(path)) {
        ++number;
        if (inside && closes(line))
            inside = false;
        else if (inside)
            blocks.back().text += line + "\n";
        else if (opens(line)) {
            blocks.push_back({path + ":" + std::to_string(number + 1), ""});
            inside = true;
        }
    }
    return blocks;
}

std::vector<DocumentedBlock> readme_blocks(const std::string& language) {
    return blocks_between(
        "README.md", [&](const std::string& line) { return line == "```" + language; },
        [](const std::string& line) { return line == "```"; });
}

std::string without_roff(const std::string& text) {
    static const std::pair<std::string, std::string> escapes[] = {
        {"\\&", ""}, {"\\-", "-"}, {"\\(aq", "'"}, {"\\(dq", "\""}, {"\\(ti", "~"}, {"\\e", "\\"}};
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const auto* const found =
            std::find_if(std::begin(escapes), std::end(escapes), [&](const auto& escape) {
                return text.compare(at, escape.first.size(), escape.first) == 0;
            });
        const bool escaped = found != std::end(escapes);
        plain += escaped ? found->second : std::string(1, text[at]);
        at += escaped ? found->first.size() : 1;
    }
    return plain;
}

std::vector<DocumentedBlock> man_blocks() {
    std::vector<std::string> pages;
    for (const auto& entry : std::filesystem::directory_iterator(ASKDB_SOURCE_DIR "/man")) {
        const std::string name = entry.path().filename();
        if (name.ends_with(".1") || name.ends_with(".5")) pages.push_back("man/" + name);
    }
    std::sort(pages.begin(), pages.end());
    std::vector<DocumentedBlock> blocks;
    for (const std::string& page : pages) {
        for (DocumentedBlock& block : blocks_between(
                 page, [](const std::string& line) { return line.starts_with(".Bd -literal"); },
                 [](const std::string& line) { return line == ".Ed"; })) {
            block.text = without_roff(block.text);
            blocks.push_back(std::move(block));
        }
    }
    return blocks;
}

/// The first line that is no comment.
std::string first_line(const std::string& text) {
    for (const std::string& line : split(text, '\n')) {
        if (!line.empty() && line[0] != '#') return line;
    }
    return "";
}

bool is_configuration(const std::string& text) {
    const std::string line = first_line(text);
    const auto word = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
    return line.starts_with('[') ||
           (word != 0 && word != std::string::npos && line.compare(word, 3, " = ") == 0);
}

/// "askdb …" and what may stand before it; not "askdb: a message", nor JSON, nor SQL.
bool is_command(const std::string& text) {
    const std::string line = first_line(text);
    return !is_configuration(text) && (line + " ").find("askdb ") != std::string::npos &&
           line.find_first_of("{<") != 0;
}

}

std::vector<DocumentedBlock> documented_commands() {
    std::vector<DocumentedBlock> blocks = readme_blocks("sh");
    for (DocumentedBlock& block : man_blocks()) {
        if (is_command(block.text)) blocks.push_back(std::move(block));
    }
    return blocks;
}

std::vector<DocumentedBlock> documented_configurations() {
    std::vector<DocumentedBlock> blocks = readme_blocks("toml");
    for (DocumentedBlock& block : man_blocks()) {
        if (is_configuration(block.text)) blocks.push_back(std::move(block));
    }
    return blocks;
}

std::vector<std::string> shell_commands(const std::string& text) {
    std::vector<std::string> commands;
    std::string ends_with_line;  // Of the here-document that is open.
    bool goes_on = false;
    for (const std::string& line : split(text, '\n')) {
        const bool inside = goes_on || !ends_with_line.empty();
        if (!inside && line.find_first_not_of(' ') == std::string::npos) continue;
        if (inside)
            commands.back() += "\n" + line;
        else
            commands.push_back(line);
        if (!ends_with_line.empty()) {
            if (line == ends_with_line) ends_with_line.clear();
            continue;
        }
        goes_on = line.ends_with('\\');
        const auto document = line.find("<<");
        if (document == std::string::npos || line.compare(document, 3, "<<<") == 0) continue;
        for (const char c : line.substr(document + 2)) {
            if (c == ' ' && !ends_with_line.empty()) break;
            if (c != '\'' && c != '"' && c != '-' && c != ' ') ends_with_line += c;
        }
    }
    return commands;
}

std::string command_line_of(const std::string& command) {
    std::string line = command.substr(0, command.find('\n'));
    line.resize(std::min(line.size(), line.find("  # ")));
    while (line.ends_with(' ')) line.pop_back();
    line.erase(0, line.find_first_not_of(' '));
    return line;
}

}
