#pragma once

#include "libagent/results/writer.h"

#include <memory>
#include <string>
#include <string_view>

namespace askdb::cli {

class OutputFile;

/// Standard output, or the file of -o, with every write checked, so that no data is lost behind an
/// exit code of 0.
/// Used by the main thread only.
class Output : public results::ByteSink {
  public:
    /// Borrows the descriptor; finish() closes it.
    explicit Output(int descriptor);
    ~Output() override;

    /// From now on all goes to `file`, before the first write.
    void redirect(std::unique_ptr<OutputFile> file);
    int descriptor() const { return descriptor_; }
    bool has_bytes() const { return has_bytes_; }
    bool is_file() const { return file_ != nullptr; }

    /// Buffers. When the buffer is full it is written as flush() does.
    void write(std::string_view bytes) override;

    /// Throws Failure(no_answer) when the bytes cannot be written (disk full, closed descriptor),
    /// Stopped when the reader has gone: then closed_by_reader() is true, and later writes do
    /// nothing.
    void flush();

    /// Flushes and closes, since some file systems tell of a lost write only then; a file takes its
    /// place now, and never without this call. Throws as flush() does.
    void finish();

    bool closed_by_reader() const { return closed_by_reader_; }

  private:
    [[noreturn]] void fail(int reason);

    int descriptor_;
    std::unique_ptr<OutputFile> file_;  ///< Null: standard output.
    std::string buffer_;
    bool has_bytes_ = false;
    bool closed_by_reader_ = false;
    bool broken_ = false;  ///< A write failed and was reported: nothing more is tried.
};

}
