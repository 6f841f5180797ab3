#pragma once

#include "libagent/results/writer.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::results {

/// Gathers what a writer makes into pieces of 64 KiB, so that a sink is called seldom and a huge
/// value is never held twice. Call finish() at the end; a destructor could not let a sink throw.
class OutputBuffer {
  public:
    explicit OutputBuffer(ByteSink& sink);

    void append(std::string_view bytes);
    void append(char c);
    /// `text`, `count` times.
    void repeat(std::size_t count, std::string_view text);
    void finish();

  private:
    ByteSink& sink_;
    std::string pending_;
};

}
