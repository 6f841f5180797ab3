#pragma once

#include "libagent/results/writer.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

namespace askdb::results {

/// Gathers what a writer makes into pieces of 64 KiB, so that a sink is called seldom and a huge
/// value is never held twice. Call finish() at the end; a destructor could not let a sink throw.
class OutputBuffer {
  public:
    explicit OutputBuffer(ByteSink& sink);

    void append(std::string_view bytes) {
        if (bytes.size() >= piece_bytes - used_) return append_in_pieces(bytes);
        std::copy_n(bytes.data(), bytes.size(), piece_.get() + used_);
        used_ += bytes.size();
    }
    void append(char c) {
        piece_[used_++] = c;  // There is always room for one.
        if (used_ == piece_bytes) finish();
    }
    /// `text`, `count` times.
    void repeat(std::size_t count, std::string_view text);
    void finish();

  private:
    static constexpr std::size_t piece_bytes = 64u << 10;

    void append_in_pieces(std::string_view bytes);

    ByteSink& sink_;
    std::unique_ptr<char[]> piece_;
    std::size_t used_ = 0;  ///< Less than piece_bytes between two calls.
};

}
