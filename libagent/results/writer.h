#pragma once

#include "libagent/database/row_sink.h"
#include "libagent/database/rows.h"

#include <cstddef>
#include <memory>
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

/// How a table shows its rows.
enum class TableForm {
    fitting,  ///< As a grid where its columns fit side by side, else record by record.
    grid,     ///< One a line, wider than the terminal where it must be.
    records,  ///< One below the other, each value on a line of its own.
};

struct WriteOptions {
    /// Columns of the terminal that a table is fitted to; 0 = as wide as it is. Below 16 counts as
    /// 16.
    std::size_t width = 0;
    /// A table shows no more than these, and says how many there are; 0 = all.
    std::size_t max_rows = 0;
    bool color = false;               ///< A table may use ANSI colours.
    std::string_view null_text = {};  ///< What formats for people show for NULL.
    bool row_count = true;            ///< A table ends with the number of its rows.
    std::string_view title = {};      ///< What a document calls itself.
    /// Where a format may keep temporary files; empty = the system's folder for them.
    std::string_view temp_folder = {};
    TableForm form = TableForm::fitting;
};

/// Writes one result: begin(), its blocks, finish(). Destroyed before finish(), it leaves what was
/// written so far.
class RowWriter : public database::RowSink {
  public:
    /// Whatever is still to come; the output then ends with a newline unless it is empty.
    /// `truncated`: rows are missing.
    virtual void finish(bool truncated) = 0;

    /// After finish(): what the format could not hold, in words for the user; empty when all is
    /// there.
    virtual std::string loss() const { return {}; }
};

/// One format for rows. The record is the only truth: --data, -o, their help and completion read
/// it.
struct WriterSpec {
    std::string_view name;
    std::string_view summary;
    std::string_view
        extensions;  ///< Of its files, without the dot, by spaces; the usual one first.
    /// Borrows the sink, whose exceptions come through, and the texts of the options. Throws
    /// Failure(usage) when a library that it takes is not installed.
    std::unique_ptr<RowWriter> (*make)(const WriteOptions& options, ByteSink& out);
    /// Memory does not grow with the number of rows.
    bool streams = false;
    /// Text goes out byte for byte, so that a terminal must not get it as it is.
    bool verbatim = false;
    bool is_binary = false;  ///< For files and pipes only, never for a terminal.
    /// What a person reads: an answer in words has its files' extensions, too.
    bool is_prose = false;

    std::string_view usual_extension() const { return extensions.substr(0, extensions.find(' ')); }
};

/// Writes a result that is here as a whole.
void write_rows(const WriterSpec& writer, const database::Rows& rows, const WriteOptions& options,
                ByteSink& out);

/// All formats, in the order of writers.def.
std::span<const WriterSpec* const> all_writers();
/// nullptr when there is none; the name is spelled exactly.
const WriterSpec* find_writer(std::string_view name);
/// The format whose files are called so (`rows.CSV` is one of csv); nullptr when none is.
const WriterSpec* find_writer_of_file(std::string_view path);

}
