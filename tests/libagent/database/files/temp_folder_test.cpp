#include "libagent/database/files/temp_folder.h"

#include "libagent/base/error.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace askdb;
using askdb::database::TempDataFolder;
using askdb::test::TempFolder;
namespace fs = std::filesystem;

namespace {

/// As a process leaves it that was killed.
fs::path abandoned_folder(const TempFolder& parent, const std::string& name) {
    const fs::path folder = parent.path() / ("askdb-files." + name);
    fs::create_directory(folder);
    std::ofstream(folder / "lock");
    std::ofstream(folder / "tables.db") << "rows";
    return folder;
}

}

TEST_CASE("temp folder: it is for this user alone, and gone afterwards", "[files]") {
    const TempFolder parent;
    std::optional<TempDataFolder> folder(std::in_place, parent.path());
    const fs::path path = folder->path();
    std::ofstream(path / "tables.db") << "rows";
    struct stat info = {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0700);
    REQUIRE(::stat((path / "lock").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);

    folder.reset();

    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("temp folder: what a killed process left is removed, what is in use stays", "[files]") {
    const TempFolder parent;
    const fs::path left = abandoned_folder(parent, "killed");
    const fs::path used = abandoned_folder(parent, "in_use");
    const int lock = ::open((used / "lock").c_str(), O_RDWR);
    REQUIRE(::flock(lock, LOCK_EX | LOCK_NB) == 0);
    const fs::path fresh = parent.path() / "askdb-files.being_made";
    fs::create_directory(fresh);

    const TempDataFolder folder(parent.path());
    const TempDataFolder another(parent.path());

    CHECK_FALSE(fs::exists(left));
    CHECK(fs::exists(used / "tables.db"));
    CHECK(fs::exists(fresh));
    CHECK(fs::exists(folder.path()));
    ::close(lock);
}

TEST_CASE("temp folder: links and files of that name are left alone", "[files]") {
    const TempFolder parent, other;
    std::ofstream(other.file("lock"));
    std::ofstream(other.file("precious")) << "rows";
    fs::create_directory_symlink(other.path(), parent.path() / "askdb-files.link00");
    std::ofstream(parent.file("askdb-files.file00")) << "text";

    const TempDataFolder folder(parent.path());

    CHECK(fs::exists(other.file("precious")));
    CHECK(fs::exists(parent.file("askdb-files.file00")));
}

TEST_CASE("temp folder: a place that cannot be written to is named", "[files]") {
    try {
        const TempDataFolder folder("/nonexistent/place");
        FAIL("it was made");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::usage);
        CHECK(failure.error().message ==
              "cannot make a folder in '/nonexistent/place': No such file or directory");
        CHECK(failure.error().hint == "name another one: export TMPDIR=FOLDER");
    }
}
