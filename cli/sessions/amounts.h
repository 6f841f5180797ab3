#pragma once

#include "libagent/base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace askdb::cli {

/// What `--limit` takes: a whole number from 1 to 100000; the usual 20 for an empty text.
Result<std::size_t> read_limit(const std::string& text);

/// What `--older-than` takes: "90d", "12w", "36h"; nothing for an empty text.
Result<std::optional<std::chrono::hours>> read_age(const std::string& text);

/// What `--max-size` takes: "500MB", "2GB", "100kB", "1048576" (bytes); nothing for an empty text.
/// A kB has 1000 bytes.
Result<std::optional<std::uint64_t>> read_size(const std::string& text);

/// "1.2 MB"; of a size below 1000 "17 bytes".
std::string size_text(std::uint64_t bytes);

}
