#pragma once

#include <string>

namespace askdb::database {

/// A folder of this process alone (mode 0700) below another one, gone with the object. A file in it
/// is locked as long as the process lives, so that what a killed one left behind can be told from
/// what is in use: making such a folder first removes those of the same user that nobody holds.
class TempDataFolder {
  public:
    /// Throws Failure(usage) when there can be none in `parent`, Failure(no_answer) for a full
    /// disk.
    explicit TempDataFolder(const std::string& parent);
    ~TempDataFolder();
    TempDataFolder(const TempDataFolder&) = delete;
    TempDataFolder& operator=(const TempDataFolder&) = delete;

    const std::string& path() const { return path_; }

  private:
    bool make(const std::string& parent);

    std::string path_;
    int lock_ = -1;
};

}
