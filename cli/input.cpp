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

StoppableReader::StoppableReader(int descriptor, std::string name, std::stop_token stop)
    : descriptor_(descriptor),
      name_(std::move(name)),
      stop_(std::move(stop)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      on_stop_(stop_, [this] {
          const std::uint64_t one = 1;
          [[maybe_unused]] const auto written = ::write(wake_.value(), &one, sizeof one);
      }) {}

Result<std::size_t> StoppableReader::read(std::span<char> into) {
    while (true) {
        wait_readable(descriptor_, wake_.value());
        throw_if_stopped(stop_);
        const ssize_t got = ::read(descriptor_, into.data(), into.size());
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR && errno != EAGAIN) return cannot_read(name_, errno);
    }
}

Result<std::string> read_descriptor(int descriptor, const std::string& name, std::size_t max_bytes,
                                    std::stop_token stop) {
    StoppableReader reader(descriptor, name, std::move(stop));
    constexpr std::size_t block = 64u << 10;
    std::string text;
    while (true) {
        const std::size_t before = text.size();
        text.resize(before + block);
        const Result<std::size_t> got = reader.read(std::span(text).subspan(before));
        if (!got) return got.error();
        text.resize(before + got.value());
        if (got.value() == 0) return text;
        if (text.size() > max_bytes) {
            return Error{Errc::usage, fmt::format("cannot read '{}': it holds more than {} bytes",
                                                  visible(name), max_bytes)};
        }
    }
}

Result<int> open_for_reading(const std::string& path) {
    // Without blocking, since nobody may ever write to a FIFO; the wait is StoppableReader's.
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) return cannot_read(path, errno);
    return file;
}

Result<std::string> read_file(const std::string& path, std::size_t max_bytes,
                              std::stop_token stop) {
    const Result<int> opened = open_for_reading(path);
    if (!opened) return opened.error();
    const Descriptor file(opened.value());
    return read_descriptor(file.value(), path, max_bytes, stop);
}

}
