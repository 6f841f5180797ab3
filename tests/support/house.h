#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {

/// A text file of this source tree.
struct HouseFile {
    std::string path;  ///< From the root, with slashes.
    std::vector<std::string> lines;

    bool is_under(std::string_view folder) const { return path.starts_with(folder); }
    bool is_header() const { return path.ends_with(".h"); }
    bool is_cpp() const { return path.ends_with(".cpp"); }
    bool is_code() const { return is_header() || is_cpp(); }
    /// "libagent/net/" of "libagent/net/x.cpp".
    std::string folder() const { return path.substr(0, path.rfind('/') + 1); }
};

/// What breaks a rule: one line each.
using Findings = std::vector<std::string>;

/// All files but what was built; read once.
const std::vector<HouseFile>& house();

bool exists_in_house(const std::string& path);

/// "path:line: why"; `line` counts from 0.
std::string at(const HouseFile& file, std::size_t line, std::string_view why);

/// The line without its `//` comment.
std::string_view code_of(std::string_view line);

/// The line without its `//` comment and without what stands inside "texts" and 'c'haracters.
std::string code_without_texts(std::string_view line);

/// What a line includes: `"libagent/x.h"` or `<vector>`, with its quotes; empty when nothing.
std::string included(const std::string& line);

}
