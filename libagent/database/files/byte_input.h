#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::database {

/// The bytes of one data file, to be read again and again. Used by one thread.
class ByteInput {
  public:
    virtual ~ByteInput() = default;

    /// Appends at most `most` bytes from `offset` on; none at the end. Throws Failure(usage) when
    /// they cannot be read.
    virtual void read(std::uint64_t offset, std::size_t most, std::string& into) const = 0;
};

/// A regular file from where `descriptor` stands; another one (a pipe, a socket) is copied into a
/// file without a name in `folder` first, `head` before it, which was read from it already.
struct OpenedInput {
    std::string name;  ///< For messages.
    int descriptor = -1;
    std::string_view head = {};
    std::string folder;
    std::string* spent = nullptr;  ///< Gets the name as soon as bytes are read that nothing gives
                                   ///< again.
};

/// Borrows the descriptor until it is destroyed. Throws Failure(usage), Failure(no_answer) for a
/// full disk, and Stopped within 200 ms of a stop, also while nothing comes.
std::unique_ptr<ByteInput> open_input(const OpenedInput& input, const std::stop_token& stop);

/// The same for the file that `input.name` is the path of: a FIFO is waited for, a folder or device
/// is refused.
std::unique_ptr<ByteInput> open_input_file(const OpenedInput& input, const std::stop_token& stop);

}
