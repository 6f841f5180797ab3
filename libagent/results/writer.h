#pragma once

#include "libagent/database/rows.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace askdb::results {

/// Takes what a writer makes, piece by piece (about 64 KiB).
class ByteSink {
  public:
    virtual ~ByteSink() = default;
    virtual void write(std::string_view bytes) = 0;
};

/// Collects into a string.
class StringSink : public ByteSink {
  public:
    void write(std::string_view bytes) override { text.append(bytes); }
    std::string text;
};

struct WriteOptions {
    /// Columns of the terminal that a table is fitted to; 0 = as wide as it is. Below 16 counts as
    /// 16.
    std::size_t width = 0;
    /// A table shows no more than these, and says how many there are; 0 = all.
    std::size_t max_rows = 0;
    bool color = false;               ///< A table may use ANSI colours.
    std::string_view null_text = {};  ///< What a table shows for NULL.
    bool row_count = true;            ///< A table ends with the number of its rows.
};

/// One format for rows. The record is the only truth: --data, its help and completion read it.
struct WriterSpec {
    std::string_view name;
    std::string_view summary;
    /// Whole output, ending with a newline unless it is empty. What the sink throws comes through.
    void (*write)(const database::Rows& rows, const WriteOptions& options, ByteSink& out);
    /// Text goes out byte for byte, so that a terminal must not get it as it is.
    bool verbatim = false;
};

/// All formats, in the order of writers.def.
std::span<const WriterSpec* const> all_writers();
/// nullptr when there is none; the name is spelled exactly.
const WriterSpec* find_writer(std::string_view name);

}
