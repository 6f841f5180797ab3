#include "cli/piped_input.h"

#include "cli/input.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/database/files/content_guess.h"
#include "libagent/database/files/text_encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace askdb::cli {
namespace {

using InputClock = std::chrono::steady_clock;
constexpr const char* input_name = "standard input";
constexpr std::size_t head_bytes = 64u << 10;
constexpr std::size_t utf16_mark_bytes = 2;

Error bad_input(std::string_view why, std::string hint) {
    return {Errc::usage, fmt::format("cannot read '{}': {}", input_name, why), std::move(hint)};
}

bool may_hold_data(int descriptor) {
    struct stat info = {};
    if (::fstat(descriptor, &info) != 0) return false;
    return S_ISFIFO(info.st_mode) || S_ISREG(info.st_mode) || S_ISSOCK(info.st_mode);
}

/// Waits until something, or the end, can be read. `told`: somebody was told that we wait.
void wait_for_bytes(int descriptor, const PipedWait& wait, bool& told,
                    const std::stop_token& stop) {
    constexpr int look_again_ms = 50;
    const auto begin = InputClock::now();
    pollfd ready{.fd = descriptor, .events = POLLIN, .revents = 0};
    while (true) {
        throw_if_stopped(stop);
        if (::poll(&ready, 1, look_again_ms) > 0) return;
        if (told || InputClock::now() - begin < wait.patience) continue;
        told = true;
        wait.tell();
    }
}

/// What stands at the beginning; `is_whole` when there is no more.
struct Head {
    std::string bytes;
    bool is_whole = false;
};

Result<Head> read_head(int descriptor, const PipedWait& wait, const std::stop_token& stop) {
    Head head;
    bool told = false;
    while (head.bytes.size() < head_bytes) {
        wait_for_bytes(descriptor, wait, told, stop);
        const std::size_t before = head.bytes.size();
        head.bytes.resize(head_bytes);
        const ssize_t got = ::read(descriptor, head.bytes.data() + before, head_bytes - before);
        const int reason = errno;
        head.bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) {
            head.is_whole = true;
            return head;
        }
        if (got < 0 && reason != EINTR && reason != EAGAIN)
            return bad_input(std::strerror(reason), "");
    }
    return head;
}

/// Why these bytes are no text; nothing when they are.
std::optional<Error> binary_error(std::string_view bytes) {
    if (bytes.starts_with("\x1F\x8B"))
        return bad_input("it is compressed", "zcat FILE | askdb \"QUESTION\"");
    if (bytes.starts_with("SQLite format 3"))
        return bad_input("it is an SQLite database", "askdb -d FILE \"QUESTION\"");
    if (bytes.starts_with("PAR1") || bytes.starts_with("PK\x03\x04") ||
        bytes.find('\0') != std::string_view::npos)
        return bad_input("it is neither a table nor text",
                         "give rows as CSV, TSV or JSON lines; none: < /dev/null");
    return std::nullopt;
}

database::TextEncoding encoding_of(std::string_view bytes, bool is_whole) {
    const database::ByteOrderMark mark = database::byte_order_mark(bytes);
    if (mark.bytes > 0) return mark.encoding;
    database::Utf8Check check;
    check.see(bytes);
    const bool valid = is_whole ? check.complete() : check.valid();
    return valid ? database::TextEncoding::utf8 : database::TextEncoding::windows_1252;
}

std::string decoded(std::string_view bytes, bool is_whole) {
    database::TextDecoder decoder(encoding_of(bytes, is_whole));
    std::string text;
    decoder.append(bytes.substr(database::byte_order_mark(bytes).bytes), text);
    decoder.finish(text);
    return text;
}

/// What follows the head of a text. One that is too long is not read to its end.
std::optional<Error> read_rest(int descriptor, Head& head, const std::stop_token& stop) {
    StoppableReader reader(descriptor, input_name, stop);
    std::string block(head_bytes, '\0');
    while (!head.is_whole) {
        const Result<std::size_t> got = reader.read(block);
        if (!got) return got.error();
        head.bytes.append(block, 0, got.value());
        head.is_whole = got.value() == 0;
        if (head.bytes.size() > max_piped_text_bytes)
            return bad_input(fmt::format("it is no table, and as a text it is longer than {} KiB",
                                         max_piped_text_bytes >> 10),
                             "give rows as CSV, TSV or JSON lines, or less text: head -c 200000");
    }
    return std::nullopt;
}

Result<PipedInput> read_text(int descriptor, Head head, const std::stop_token& stop) {
    if (auto error = read_rest(descriptor, head, stop)) return *error;
    if (head.bytes.find('\0') != std::string::npos &&
        database::byte_order_mark(head.bytes).bytes != utf16_mark_bytes) {
        return *binary_error(head.bytes);
    }
    return PipedInput{.kind = PipedInput::Kind::text, .head = decoded(head.bytes, true)};
}

}

Result<PipedInput> read_piped_input(int descriptor, PipedHope hope, const PipedWait& wait,
                                    const std::stop_token& stop) {
    if (!may_hold_data(descriptor)) return PipedInput{};
    Result<Head> read = read_head(descriptor, wait, stop);
    if (!read) return read.error();
    Head& head = read.value();
    const bool is_utf16 = database::byte_order_mark(head.bytes).bytes == utf16_mark_bytes;
    if (!is_utf16) {
        if (auto error = binary_error(head.bytes)) return *error;
    }
    const std::string text = decoded(head.bytes, head.is_whole);
    if (trim(text).empty() && head.is_whole) return PipedInput{};
    if (const auto format = database::guess_format(text, head.is_whole))
        return PipedInput{PipedInput::Kind::table, *format, std::move(head.bytes)};
    if (hope == PipedHope::table)
        return PipedInput{PipedInput::Kind::table, database::DataFormat::csv,
                          std::move(head.bytes)};
    return read_text(descriptor, std::move(head), stop);
}

}
