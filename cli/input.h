#pragma once

#include "libagent/base/result.h"

#include <cstddef>
#include <stop_token>
#include <string>

namespace askdb::cli {

/// All bytes of a file, or of an open descriptor (`name` is for messages only). Errc::usage says
/// why it cannot be read, or that it holds more than `max_bytes`. Throws Stopped within 200 ms of a
/// stop, also while nothing comes.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes, std::stop_token stop);
Result<std::string> read_descriptor(int descriptor, const std::string& name, std::size_t max_bytes,
                                    std::stop_token stop);

}
