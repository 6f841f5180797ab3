#include "cli/render/output.h"

#include "cli/output_file.h"
#include "libagent/base/error.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

constexpr std::size_t full_buffer = 64u << 10;

}

Output::Output(int descriptor) : descriptor_(descriptor) {}

Output::~Output() = default;

void Output::redirect(std::unique_ptr<OutputFile> file) {
    file_ = std::move(file);
    descriptor_ = file_->descriptor();
}

void Output::write(std::string_view bytes) {
    if (broken_) return;
    has_bytes_ = has_bytes_ || !bytes.empty();
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
    if (file_) return file_->commit();
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
    const std::string where =
        file_ ? fmt::format("'{}'", visible(file_->path())) : std::string("standard output");
    throw Failure(
        {Errc::no_answer, fmt::format("cannot write to {}: {}", where, std::strerror(reason))});
}

}
