#pragma once

#include "libagent/base/descriptor.h"

#include <string>
#include <string_view>

namespace askdb {

/// A file (0600) that is written under a name that nobody looks at, and gets its own name when it
/// is whole: it never takes another file's place, and without take_name() nothing is left of it.
/// Throws Failure(usage) where the system refuses, naming the file that it is to become.
class NewFile {
  public:
    /// `path` is what it is to be called; its folder must be there.
    explicit NewFile(std::string path);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    const std::string& hidden_path() const { return hidden_; }

    /// Appends, and waits until the disk has it.
    void write(std::string_view bytes);

    /// Gives it this name, in the same folder; false when something has that name.
    bool take_name(const std::string& path);

  private:
    std::string path_;
    std::string hidden_;
    Descriptor file_;
};

/// Makes the folder and those above it that are missing, each 0700: 0, or the errno.
int try_make_private_folder(const std::string& folder);

/// The same, or throws Failure(usage).
void make_private_folder(const std::string& folder);

}
