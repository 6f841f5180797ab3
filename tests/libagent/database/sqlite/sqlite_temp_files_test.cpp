#include "libagent/database/sqlite/sqlite_temp_files.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <string>
#include <vector>

using namespace askdb::database;

namespace {

constexpr sqlite3_int64 gigabyte = sqlite3_int64{1} << 30;

/// An open temporary file of the VFS.
class SomeTempFile {
  public:
    SomeTempFile() {
        sqlite3_vfs* const vfs = sqlite3_vfs_find(sqlite_vfs_with_small_temp_files());
        REQUIRE(vfs);
        memory_.resize(static_cast<std::size_t>(vfs->szOsFile) / sizeof(sqlite3_int64) + 1);
        constexpr int flags = SQLITE_OPEN_TRANSIENT_DB | SQLITE_OPEN_READWRITE |
                              SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE |
                              SQLITE_OPEN_DELETEONCLOSE;
        int given = 0;
        REQUIRE(vfs->xOpen(vfs, nullptr, file(), flags, &given) == SQLITE_OK);
    }
    ~SomeTempFile() { file()->pMethods->xClose(file()); }
    SomeTempFile(const SomeTempFile&) = delete;
    SomeTempFile& operator=(const SomeTempFile&) = delete;

    int write_at(sqlite3_int64 offset) {
        return file()->pMethods->xWrite(file(), "abcd", 4, offset);
    }
    int truncate(sqlite3_int64 size) { return file()->pMethods->xTruncate(file(), size); }
    std::string read_at(sqlite3_int64 offset) {
        std::string back(4, ' ');
        CHECK(file()->pMethods->xRead(file(), back.data(), 4, offset) == SQLITE_OK);
        return back;
    }
    sqlite3_int64 size() {
        sqlite3_int64 bytes = 0;
        CHECK(file()->pMethods->xFileSize(file(), &bytes) == SQLITE_OK);
        return bytes;
    }

  private:
    sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }

    std::vector<sqlite3_int64> memory_;
};

}

TEST_CASE("sqlite temporary files: one may hold a gigabyte and no more", "[sqlite]") {
    SomeTempFile file;

    CHECK(file.write_at(gigabyte - 4) == SQLITE_OK);
    CHECK(file.write_at(gigabyte - 3) == SQLITE_FULL);

    CHECK(file.read_at(gigabyte - 4) == "abcd");
    CHECK(file.size() == gigabyte);
}

TEST_CASE("sqlite temporary files: together they hold no more than one", "[sqlite]") {
    SomeTempFile kept;
    REQUIRE(kept.write_at(gigabyte / 2 - 4) == SQLITE_OK);

    for (int i = 0; i < 3; ++i) {  // Closing gives back what it held.
        SomeTempFile file;
        CHECK(file.write_at(gigabyte / 2) == SQLITE_FULL);
        CHECK(file.write_at(gigabyte / 2 - 4) == SQLITE_OK);
        CHECK(file.write_at(0) == SQLITE_OK);
    }

    SomeTempFile last;
    CHECK(last.write_at(gigabyte / 2 + 4) == SQLITE_FULL);
    CHECK(kept.truncate(8) == SQLITE_OK);
    CHECK(last.write_at(gigabyte / 2 + 4) == SQLITE_OK);
}
