#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// What was typed, in a file that outlives the program: one entry of any number of lines after the
/// other, oldest first. Several programs may append to it at once. A file that cannot be read or
/// written, or that is damaged, is no failure: what can be used of it is used. Used by one thread.
class HistoryFile {
  public:
    /// Keeps nothing where `path` is empty.
    explicit HistoryFile(std::string path) : path_(std::move(path)) {}

    /// The newest entries. Makes the file smaller when it has grown large.
    std::vector<std::string> load();

    /// Appends an entry, but none of more than 64 KiB; makes the folder (0700) and the file (0600).
    void append(std::string_view entry);

    /// Why the last call could not do what it should; empty: it could. Told once.
    std::string take_trouble();

  private:
    void shorten(const std::vector<std::string>& entries);
    void note_trouble(std::string_view what, int reason);

    std::string path_;
    std::string trouble_;
    bool has_told_ = false;
};

/// One line of the file, its end included: `\` and line ends escaped. Pure.
std::string history_line(std::string_view entry);
/// The other way round, safe to show and to edit; empty for a line that holds nothing. Pure.
std::string history_entry(std::string_view line);

}
