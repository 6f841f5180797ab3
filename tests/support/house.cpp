#include "tests/support/house.h"

#include "libagent/base/text.h"
#include "tests/built_paths.h"

#include <cctype>
#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;

namespace askdb::test {
namespace {

HouseFile read_house_file(const fs::path& root, const fs::path& path) {
    HouseFile file{fs::relative(path, root).generic_string(), {}};
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) file.lines.push_back(line);
    return file;
}

std::vector<HouseFile> read_house() {
    const fs::path root = ASKDB_SOURCE_DIR;
    std::vector<HouseFile> files;
    for (const char* folder : {"libagent", "sessions", "cli", "examples", "tests", "man", ".ci"}) {
        if (!fs::exists(root / folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (entry.is_regular_file()) files.push_back(read_house_file(root, entry.path()));
        }
    }
    for (const auto& entry : fs::directory_iterator(root)) {
        // In a second working tree of git, .git is a file that tells where the first one is.
        if (entry.is_regular_file() && entry.path().filename() != ".git")
            files.push_back(read_house_file(root, entry.path()));
    }
    return files;
}

}

const std::vector<HouseFile>& house() {
    static const std::vector<HouseFile> files = read_house();
    return files;
}

bool exists_in_house(const std::string& path) {
    return fs::exists(fs::path(ASKDB_SOURCE_DIR) / path);
}

std::string at(const HouseFile& file, std::size_t line, std::string_view why) {
    return file.path + ":" + std::to_string(line + 1) + ": " + std::string(why);
}

std::string_view code_of(std::string_view line) {
    return line.substr(0, line.find("//"));
}

std::string code_without_texts(std::string_view line) {
    std::string code;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote == 0 && line.substr(i, 2) == "//") break;
        const bool separates_digits =
            c == '\'' && i > 0 && std::isalnum(static_cast<unsigned char>(line[i - 1]));
        if (quote == 0) {
            code += c;
            if ((c == '"' || c == '\'') && !separates_digits) quote = c;
        } else if (c == '\\') {
            ++i;
        } else if (c == quote) {
            code += c;
            quote = 0;
        }
    }
    return code;
}

std::string included(const std::string& line) {
    if (!line.starts_with("#include ")) return {};
    return std::string(trim(code_of(std::string_view(line).substr(9))));
}

}
