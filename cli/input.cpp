#include "cli/input.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int value() const { return value_; }

  private:
    int value_;
};

Error cannot_read(const std::string& name, int reason) {
    return {Errc::usage, fmt::format("cannot read '{}': {}", visible(name), std::strerror(reason))};
}

/// Waits until the descriptor has something to say; a stop wakes it.
void wait_readable(int descriptor, int wake) {
    std::array<pollfd, 2> ready = {pollfd{descriptor, POLLIN, 0}, pollfd{wake, POLLIN, 0}};
    while (::poll(ready.data(), ready.size(), -1) < 0 && errno == EINTR) {
    }
}

}

Result<std::string> read_descriptor(int descriptor, const std::string& name, std::size_t max_bytes,
                                    std::stop_token stop) {
    const Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    const std::stop_callback on_stop(stop, [&] {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(wake.value(), &one, sizeof one);
    });
    constexpr std::size_t block = 64u << 10;
    std::string text;
    while (true) {
        wait_readable(descriptor, wake.value());
        throw_if_stopped(stop);
        const std::size_t before = text.size();
        text.resize(before + block);
        const ssize_t got = ::read(descriptor, text.data() + before, block);
        const int reason = errno;
        text.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
        if (got == 0) return text;
        if (got < 0 && reason != EINTR && reason != EAGAIN) return cannot_read(name, reason);
        if (text.size() > max_bytes) {
            return Error{Errc::usage, fmt::format("cannot read '{}': it holds more than {} bytes",
                                                  visible(name), max_bytes)};
        }
    }
}

Result<std::string> read_file(const std::string& path, std::size_t max_bytes,
                              std::stop_token stop) {
    // Without blocking, since nobody may ever write to a FIFO; the wait is read_descriptor()'s.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.value() < 0) return cannot_read(path, errno);
    return read_descriptor(file.value(), path, max_bytes, stop);
}

}
