#include "libagent/database/files/text_window.h"

#include "libagent/base/error.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::database {
namespace {

constexpr std::size_t window_block_bytes = 256u << 10;
constexpr std::size_t longest_mark = 3;

/// Tells of the byte at `at`, which no text holds.
[[noreturn]] void fail_for_byte(const ByteInput& input, const std::string& name, std::uint64_t at,
                                std::string_view what) {
    constexpr std::string_view sqlite_mark = "SQLite format 3";
    std::uint64_t line = 1;
    std::string block;
    input.read(0, sqlite_mark.size(), block);
    const std::string hint = block == sqlite_mark ? "it is an SQLite file: -d sqlite:FILE" : "";
    for (std::uint64_t offset = 0; offset < at; offset += window_block_bytes) {
        block.clear();
        input.read(offset, std::min<std::uint64_t>(window_block_bytes, at - offset), block);
        line += static_cast<std::uint64_t>(std::count(block.begin(), block.end(), '\n'));
    }
    throw Failure({Errc::bad_input,
                   fmt::format("cannot read '{}' as a table: there is a {} in line {}, so that it "
                               "is no text",
                               visible(name), what, line),
                   hint});
}

/// Line ends, tabs and pages aside.
bool is_control_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' && !(byte >= '\t' && byte <= '\r');
}

/// Any bytes are Windows-1252; what holds many control characters is more likely no text at all.
/// Of random bytes they are one in ten; a text may have some (ESC in the log of a terminal).
void demand_few_control_bytes(const ByteInput& input, const std::string& name,
                              const std::stop_token& stop) {
    constexpr std::uint64_t fewest_bytes_for_one = 20;
    std::string block;
    std::uint64_t offset = 0, count = 0, first = 0;
    do {
        throw_if_stopped(stop);
        block.clear();
        input.read(offset, window_block_bytes, block);
        const auto found = std::find_if(block.begin(), block.end(), is_control_byte);
        if (count == 0) first = offset + static_cast<std::uint64_t>(found - block.begin());
        count += static_cast<std::uint64_t>(std::count_if(found, block.end(), is_control_byte));
        offset += block.size();
    } while (!block.empty());
    if (count * fewest_bytes_for_one > offset)
        fail_for_byte(input, name, first, "control character");
}

}

TextEncoding find_encoding(const ByteInput& input, const std::string& name,
                           const std::stop_token& stop) {
    std::string block;
    input.read(0, longest_mark, block);
    if (const ByteOrderMark mark = byte_order_mark(block); mark.encoding != TextEncoding::utf8)
        return mark.encoding;
    Utf8Check check;
    std::uint64_t offset = 0;
    do {
        throw_if_stopped(stop);
        block.clear();
        input.read(offset, window_block_bytes, block);
        if (const std::size_t nul = block.find('\0'); nul != std::string::npos)
            fail_for_byte(input, name, offset + nul, "NUL byte");
        check.see(block);
        offset += block.size();
    } while (!block.empty());
    if (check.complete()) return TextEncoding::utf8;
    if (check.mostly()) return TextEncoding::broken_utf8;
    demand_few_control_bytes(input, name, stop);
    return TextEncoding::windows_1252;
}

TextWindow::TextWindow(const ByteInput& input, TextEncoding encoding)
    : input_(input),
      decoder_(encoding),
      is_utf8_(encoding == TextEncoding::utf8 || encoding == TextEncoding::broken_utf8) {
    std::string beginning;
    input_.read(0, longest_mark, beginning);
    const ByteOrderMark mark = byte_order_mark(beginning);
    const TextEncoding plain = is_utf8_ ? TextEncoding::utf8 : encoding;
    if (mark.encoding == plain) offset_ = mark.bytes;
}

bool TextWindow::more() {
    if (at_end_) return false;
    buffer_.erase(0, begin_);
    begin_ = 0;
    const std::size_t wanted = std::max(window_block_bytes, buffer_.size());
    if (is_utf8_) {
        const std::size_t before = buffer_.size();
        input_.read(offset_, wanted, buffer_);
        offset_ += buffer_.size() - before;
        at_end_ = buffer_.size() == before;
        return !at_end_;
    }
    bytes_.clear();
    input_.read(offset_, wanted, bytes_);
    offset_ += bytes_.size();
    at_end_ = bytes_.empty();
    if (at_end_) decoder_.finish(buffer_);
    decoder_.append(bytes_, buffer_);
    return !at_end_;
}

}
