#pragma once

#include "cli/input.h"

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::cli {

/// The lines of an open file, each as soon as it has come; memory for one of them.
class LineReader {
  public:
    /// Borrows the descriptor; `name` is for messages.
    LineReader(int descriptor, std::string name, std::size_t max_line_bytes, std::stop_token stop);

    /// The next line without its end (LF or CRLF), valid until the next call; nothing when there is
    /// no more. Errc::usage for what cannot be read and for a line that is too long. Throws Stopped
    /// within 200 ms of a stop, also while nothing comes.
    Result<std::optional<std::string_view>> next();

    /// That of the line that next() gave; the first is 1.
    std::size_t number() const { return number_; }

    /// The bytes of all lines so far, with their ends.
    std::size_t consumed() const { return consumed_; }

  private:
    Result<std::size_t> read_more();

    const std::string name_;
    const std::size_t max_line_bytes_;
    StoppableReader reader_;
    std::string buffer_;
    std::size_t begin_ = 0;  ///< Of what was not given out, in buffer_.
    std::size_t number_ = 0;
    std::size_t consumed_ = 0;
    bool at_end_ = false;
};

}
