#include "cli/render/text_joiner.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::cli {
namespace {

/// How many bytes at the end may yet become something else: an unfinished code point, or a CR.
std::size_t unfinished_tail(std::string_view text) {
    if (text.ends_with('\r')) return 1;
    constexpr std::size_t longest_unfinished = 3;
    for (std::size_t back = 1; back <= std::min(longest_unfinished, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if (byte < 0x80) return 0;
        if (byte < 0xC0) continue;
        const std::size_t whole = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        return back < whole ? back : 0;
    }
    return 0;
}

std::string without_returns(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool before_newline = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (!before_newline) out += text[i];
    }
    return out;
}

}

std::string TextJoiner::feed(std::string_view bytes) {
    held_ += bytes;
    const std::size_t ready = held_.size() - unfinished_tail(held_);
    std::string out = visible(without_returns(std::string_view(held_).substr(0, ready)), true);
    held_.erase(0, ready);
    return out;
}

std::string TextJoiner::finish() {
    std::string out = visible(held_, true);
    held_.clear();
    return out;
}

}
