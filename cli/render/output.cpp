#include "cli/render/output.h"

#include "libagent/base/error.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::size_t full_buffer = 64u << 10;

}

void Output::write(std::string_view bytes) {
    if (broken_) return;
    buffer_.append(bytes);
    if (buffer_.size() >= full_buffer) flush();
}

void Output::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty() && !broken_) {
        const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
        if (written >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {  // Whoever shares the descriptor made it non-blocking.
            pollfd ready = {descriptor_, POLLOUT, 0};
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            fail(errno);
        }
    }
    buffer_.clear();
}

void Output::finish() {
    flush();
    if (broken_) return;
    broken_ = true;
    // A descriptor that was closed from the start is no loss as long as nothing was written.
    if (::close(descriptor_) != 0 && errno != EINTR && errno != EBADF) fail(errno);
}

void Output::fail(int reason) {
    broken_ = true;
    buffer_.clear();
    if (reason == EPIPE) {
        closed_by_reader_ = true;
        throw Stopped();
    }
    throw Failure({Errc::no_answer,
                   fmt::format("cannot write to standard output: {}", std::strerror(reason))});
}

}
