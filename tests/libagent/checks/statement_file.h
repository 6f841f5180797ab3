#pragma once

#include "tests/support/test_data.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {

/// A statement of a file of cases, and the comment lines right above it, without their dashes.
struct LabelledStatement {
    std::vector<std::string> labels = {};
    std::string sql = {};
};

/// tests/cases/checks/PATH, whole.
inline std::string checks_case(const std::string& path) {
    return read_whole(std::filesystem::path(ASKDB_SOURCE_DIR) / "tests/cases/checks" / path);
}

/// The statements of such a file: one a paragraph and in one line, with a semicolon behind it.
/// Labels are comments that begin like a call ("SUM(o.amount)"); other comments are for people.
inline std::vector<LabelledStatement> labelled_statements(const std::string& path) {
    std::vector<LabelledStatement> statements(1);
    std::string_view text;
    const std::string whole = checks_case(path);
    text = whole;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("-- ")) {
            line.remove_prefix(3);
            const std::size_t name = line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
            const bool is_call = name > 0 && name != line.npos && line[name] == '(';
            if (is_call) statements.back().labels.emplace_back(line);
        } else if (line.ends_with(';')) {
            line.remove_suffix(1);
            statements.back().sql = line;
            statements.emplace_back();
        }
    }
    statements.pop_back();
    return statements;
}

}
