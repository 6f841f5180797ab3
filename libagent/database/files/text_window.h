#pragma once

#include "libagent/database/files/byte_input.h"
#include "libagent/database/files/text_encoding.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace askdb::database {

/// What one record of a file may take at most.
inline constexpr std::size_t max_record_bytes = 64u << 20;

/// Finds out how a file is written, from all of it. Throws Failure(bad_input) naming the line when
/// it holds a NUL byte, or is not UTF-8 and holds control characters, and so is no text,
/// Failure(usage) when it cannot be read, and Stopped.
TextEncoding find_encoding(const ByteInput& input, const std::string& name,
                           const std::stop_token& stop);

/// A file as UTF-8 text, of which a stretch is in memory: what consume() has not taken away yet.
class TextWindow {
  public:
    TextWindow(const ByteInput& input, TextEncoding encoding);

    /// Valid until more() or consume().
    std::string_view text() const { return std::string_view(buffer_).substr(begin_); }
    bool at_end() const { return at_end_; }
    void consume(std::size_t bytes) { begin_ += bytes; }
    /// Reads on, so that text() grows: doubling where a record does not fit. False at the end.
    bool more();

  private:
    const ByteInput& input_;
    TextDecoder decoder_;
    std::string buffer_;
    std::string bytes_;  ///< As they are read, where they are not UTF-8 already.
    bool is_utf8_;
    std::size_t begin_ = 0;
    std::uint64_t offset_ = 0;
    bool at_end_ = false;
};

}
