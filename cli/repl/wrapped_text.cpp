#include "cli/repl/wrapped_text.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::cli::repl {
namespace {

/// Where the row of `width` columns ends that begins with `line`; behind a first word that is
/// wider.
std::size_t end_of_row(std::string_view line, std::size_t width) {
    const std::size_t most = display_prefix(line, width).size();
    if (most == line.size()) return most;
    const std::size_t blank = line.find_last_of(' ', most);
    const std::size_t word = std::min(line.find_first_not_of(' '), line.size());
    if (blank != std::string_view::npos && word < blank) return blank;
    return std::min(line.find(' ', std::max(most, word)), line.size());
}

void append_wrapped(std::string& out, std::string_view line, std::size_t width) {
    const std::size_t first = line.find_first_not_of(' ');
    const std::size_t indent = first == std::string_view::npos || first >= width / 2 ? 0 : first;
    std::string row(line);
    while (true) {
        const std::size_t end = end_of_row(row, width);
        out.append(row, 0, std::min(row.find_last_not_of(' ', end == 0 ? 0 : end - 1) + 1, end));
        const std::size_t next = row.find_first_not_of(' ', end);
        if (next == std::string::npos) return;
        out += '\n';
        row = std::string(indent, ' ') + row.substr(next);
    }
}

}

std::string wrapped_text(std::string_view text, std::size_t width) {
    if (width == 0) return std::string(text);
    std::string out;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        if (display_width(line) <= width) {
            out.append(line);
        } else {
            append_wrapped(out, line, width);
        }
        if (end == text.size()) break;
        out += '\n';
        begin = end + 1;
    }
    return out;
}

}
