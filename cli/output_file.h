#pragma once

#include <stop_token>
#include <string>
#include <sys/stat.h>

namespace askdb::cli {

/// The file of -o: all of it or nothing. What is written goes to a temporary file in the same
/// folder (`.NAME.askdb-tmp-XXXXXX`, mode 0600), which takes the file's place, behind links, when
/// commit() is called; until then, and for ever without it, the file that was there stays as it is.
/// A FIFO, a device and one of this process's own descriptors (`-`, /dev/stdout, /dev/fd/N) are
/// written directly.
class OutputFile {
  public:
    /// Opens for writing; a FIFO waits for its reader. Throws Failure(usage) when that cannot be (a
    /// folder, no such folder, no right to write, an SQLite database), Failure(no_answer) on a full
    /// disk, Stopped on a stop.
    OutputFile(std::string path, const std::stop_token& stop);
    /// Takes the temporary file away.
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    int descriptor() const { return descriptor_; }
    /// As it was given, for messages.
    const std::string& path() const { return path_; }
    /// Empty when there is none.
    const std::string& temporary() const { return temporary_; }

    /// Waits until the disk has all, and puts it in the file's place with the rights of the old
    /// one. Throws Failure(no_answer); the old one is then still there.
    void commit();

  private:
    void open_existing(const struct stat& found, const std::stop_token& stop);
    void open_fifo(const std::stop_token& stop);
    void open_temporary();
    void keep_rights() const;
    [[noreturn]] void fail(int reason) const;

    std::string path_;
    std::string target_;     ///< The file itself, behind links.
    std::string temporary_;  ///< Empty: written directly, or committed.
    int descriptor_ = -1;
};

}
