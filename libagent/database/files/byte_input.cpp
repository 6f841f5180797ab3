#include "libagent/database/files/byte_input.h"

#include "libagent/base/descriptor.h"
#include "libagent/base/error.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace askdb::database {
namespace {

constexpr std::size_t copy_block_bytes = 256u << 10;

[[noreturn]] void fail_to_read(const std::string& name, std::string_view why) {
    throw Failure({Errc::usage, fmt::format("cannot read '{}': {}", visible(name), why)});
}

class DescriptorInput : public ByteInput {
  public:
    /// `owned` is closed at the end; -1 for none.
    DescriptorInput(std::string name, int descriptor, std::uint64_t begin, Descriptor owned)
        : name_(std::move(name)),
          descriptor_(descriptor),
          begin_(begin),
          owned_(std::move(owned)) {}

    void read(std::uint64_t offset, std::size_t most, std::string& into) const override {
        const std::size_t before = into.size();
        into.resize(before + most);
        std::size_t have = 0;
        while (have < most) {
            const ssize_t got = ::pread(descriptor_, into.data() + before + have, most - have,
                                        static_cast<off_t>(begin_ + offset + have));
            if (got == 0) break;
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) fail_to_read(name_, std::strerror(errno));
            have += static_cast<std::size_t>(got);
        }
        into.resize(before + have);
    }

  private:
    std::string name_;
    int descriptor_;
    std::uint64_t begin_;
    Descriptor owned_;
};

/// Looks for a stop while nothing can be read.
void wait_for_input(int descriptor, const std::stop_token& stop) {
    constexpr int look_again_ms = 50;
    pollfd ready{.fd = descriptor, .events = POLLIN, .revents = 0};
    do throw_if_stopped(stop);
    while (::poll(&ready, 1, look_again_ms) <= 0);
}

void write_copy(int copy, std::string_view bytes, const std::string& folder) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(copy, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            throw Failure({Errc::no_answer,
                           fmt::format("cannot keep the input in '{}': {}", visible(folder),
                                       std::strerror(errno)),
                           "name a folder with more room: export TMPDIR=FOLDER"});
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// A copy of all that comes, in a file that has no name any more.
Descriptor copy_of(const OpenedInput& input, const std::stop_token& stop) {
    std::string path = input.folder + "/input.XXXXXX";
    Descriptor copy(::mkostemp(path.data(), O_CLOEXEC));
    if (copy.value() < 0) {
        throw Failure({Errc::no_answer,
                       fmt::format("cannot make a file in '{}': {}", visible(input.folder),
                                   std::strerror(errno)),
                       "name another one: export TMPDIR=FOLDER"});
    }
    ::unlink(path.c_str());
    write_copy(copy.value(), input.head, input.folder);
    std::string block(copy_block_bytes, '\0');
    while (true) {
        wait_for_input(input.descriptor, stop);
        const ssize_t got = ::read(input.descriptor, block.data(), block.size());
        if (got == 0) return copy;
        if (got < 0 && errno != EINTR && errno != EAGAIN)
            fail_to_read(input.name, std::strerror(errno));
        if (got > 0 && input.spent != nullptr) *input.spent = input.name;
        if (got > 0)
            write_copy(copy.value(), {block.data(), static_cast<std::size_t>(got)}, input.folder);
    }
}

}

std::unique_ptr<ByteInput> open_input(const OpenedInput& input, const std::stop_token& stop) {
    struct stat info = {};
    if (::fstat(input.descriptor, &info) != 0) fail_to_read(input.name, std::strerror(errno));
    if (S_ISREG(info.st_mode)) {
        const off_t here = ::lseek(input.descriptor, 0, SEEK_CUR);
        const std::uint64_t begin = here > 0 ? static_cast<std::uint64_t>(here) : 0;
        // What was read already stands right before.
        return std::make_unique<DescriptorInput>(
            input.name, input.descriptor, begin - std::min<std::uint64_t>(begin, input.head.size()),
            Descriptor(-1));
    }
    Descriptor copy = copy_of(input, stop);
    const int descriptor = copy.value();
    return std::make_unique<DescriptorInput>(input.name, descriptor, 0, std::move(copy));
}

std::unique_ptr<ByteInput> open_input_file(const OpenedInput& input, const std::stop_token& stop) {
    const std::string& path = input.name;
    if (path.find('\0') != std::string::npos) fail_to_read(path, "the name holds a NUL byte");
    // Without blocking, since nobody may ever write to a FIFO; the wait is wait_for_input()'s.
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.value() < 0) fail_to_read(path, std::strerror(errno));
    struct stat info = {};
    if (::fstat(file.value(), &info) != 0) fail_to_read(path, std::strerror(errno));
    if (S_ISDIR(info.st_mode)) fail_to_read(path, "it is a directory");
    if (!S_ISREG(info.st_mode) && !S_ISFIFO(info.st_mode))
        fail_to_read(path, "it is neither a file nor a pipe");
    if (S_ISREG(info.st_mode)) {
        const int descriptor = file.value();
        return std::make_unique<DescriptorInput>(path, descriptor, 0, std::move(file));
    }
    OpenedInput fifo = input;
    fifo.descriptor = file.value();
    return open_input(fifo, stop);
}

}
