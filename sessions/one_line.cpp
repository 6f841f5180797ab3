#include "sessions/one_line.h"

#include "libagent/base/text.h"

namespace askdb::sessions {
namespace {

/// U+0080 to U+009F, which some terminals obey: they begin with C2, and go on with 80 to 9F.
bool is_c1_control(std::string_view text, std::size_t at) {
    return text[at] == '\xC2' && at + 1 < text.size() &&
           static_cast<unsigned char>(text[at + 1]) < 0xA0;
}

bool is_blank(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
}

}

std::string one_line(std::string_view text) {
    const std::string valid = valid_utf8(text);
    std::string line;
    line.reserve(valid.size());
    bool was_blank = false;
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const bool is_c1 = is_c1_control(valid, i);
        if (is_c1 || is_blank(valid[i])) {
            was_blank = true;
            if (is_c1) ++i;
            continue;
        }
        if (was_blank && !line.empty()) line += ' ';
        was_blank = false;
        line += valid[i];
    }
    return line;
}

}
