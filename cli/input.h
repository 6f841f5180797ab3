#pragma once

#include "libagent/base/descriptor.h"
#include "libagent/base/result.h"

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <string>

namespace askdb::cli {

/// The file, open for reading, also where nobody may ever write to it (a FIFO). Errc::usage.
Result<int> open_for_reading(const std::string& path);

/// Reads a descriptor, which it borrows, piece by piece. `name` is for messages only.
class StoppableReader {
  public:
    StoppableReader(int descriptor, std::string name, std::stop_token stop);

    /// How many bytes came; 0 at the end. Errc::usage says why it cannot be read. Throws Stopped
    /// within 200 ms of a stop, also while nothing comes.
    Result<std::size_t> read(std::span<char> into);

  private:
    const int descriptor_;
    const std::string name_;
    const std::stop_token stop_;
    const Descriptor wake_;  ///< Readable after a stop.
    std::stop_callback<std::function<void()>> on_stop_;
};

/// All bytes of a file, or of an open descriptor (`name` is for messages only). Errc::usage says
/// why it cannot be read, or that it holds more than `max_bytes`. Throws Stopped within 200 ms of a
/// stop, also while nothing comes.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes, std::stop_token stop);
Result<std::string> read_descriptor(int descriptor, const std::string& name, std::size_t max_bytes,
                                    std::stop_token stop);

}
