#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {

using SeparatedField = std::optional<std::string>;  // Nothing: an empty field without quotes.

/// Reads what RFC 4180 says, with `separator` for the comma, one line end being \n.
inline std::vector<std::vector<SeparatedField>> read_separated(std::string_view text,
                                                               char separator) {
    std::vector<std::vector<SeparatedField>> lines(1);
    const std::string ends{separator, '\n'};
    for (std::size_t at = 0; at < text.size();) {
        SeparatedField field;
        if (text[at] == '"') {
            field.emplace();
            for (++at; text[at] != '"' || text.substr(at, 2) == "\"\""; ++at) {
                *field += text[at];
                if (text[at] == '"') ++at;
            }
            ++at;
        } else {
            const std::size_t end = text.find_first_of(ends, at);
            if (end > at) field = text.substr(at, end - at);
            at = end;
        }
        lines.back().push_back(field);
        if (text[at++] == '\n') {
            lines.emplace_back();
        } else if (text[at] == '\n') {
            lines.back().emplace_back();  // A separator, then the end: one more empty field.
            lines.emplace_back();
            ++at;
        }
    }
    lines.pop_back();
    return lines;
}

}
