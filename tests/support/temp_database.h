#pragma once

#include <filesystem>
#include <string>
#include <string_view>

struct sqlite3;

namespace askdb::test {

/// A folder of its own under the system's temporary one, gone with the object.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::string file(std::string_view name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

/// A handle that may write: how tests make databases, and how "another program" holds locks.
class WritingHandle {
  public:
    explicit WritingHandle(const std::string& path);
    ~WritingHandle();
    WritingHandle(const WritingHandle&) = delete;
    WritingHandle& operator=(const WritingHandle&) = delete;

    void run(std::string_view sql);

  private:
    sqlite3* db_ = nullptr;
};

/// Makes an SQLite file in the folder by a script; its path.
std::string make_database(const TempFolder& folder, std::string_view sql,
                          std::string_view name = "test.db");

/// All bytes of the file: equal before and after means that nothing was written.
std::string file_bytes(const std::string& path);

/// An SQLite file made by a script, in a folder of its own.
class TempDatabase {
  public:
    explicit TempDatabase(std::string_view sql) { make_database(folder_, sql); }

    std::string path() const { return folder_.file("test.db"); }
    const std::filesystem::path& folder() const { return folder_.path(); }
    std::string bytes() const { return file_bytes(path()); }

  private:
    TempFolder folder_;
};

}
