#include "sessions/title.h"

#include "libagent/base/text.h"
#include "sessions/one_line.h"

namespace askdb::sessions {

std::string title_of(std::string_view question) {
    constexpr std::size_t widest = 72;
    // What is beyond can be no part of the title, however little room a character takes.
    constexpr std::size_t read_bytes = 4096;
    const std::string line = one_line(utf8_prefix(question, read_bytes));
    if (display_width(line) <= widest) return line;
    std::string_view kept = display_prefix(line, widest - 1);
    const std::size_t space = kept.rfind(' ');
    // A text without spaces is cut where it must be.
    if (line[kept.size()] != ' ' && space != std::string_view::npos && space > kept.size() / 2)
        kept = kept.substr(0, space);
    return std::string(trim(kept)) + "…";
}

}
