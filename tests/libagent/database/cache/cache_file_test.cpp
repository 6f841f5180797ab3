#include "libagent/database/cache/cache_file.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace askdb::database {
namespace {

namespace fs = std::filesystem;

CacheFile::Options numbers_file(std::string path) {
    return {.path = std::move(path), .format = 3, .tables = "CREATE TABLE n(x INTEGER)"};
}

bool add_number(CacheFile& file, std::int64_t number) {
    return file.write([number](sqlite3* db) {
        return CacheFile::Statement(db, "INSERT INTO n VALUES (?1)").bind(1, number).run();
    });
}

std::int64_t count_numbers(CacheFile& file) {
    std::int64_t count = -1;
    file.read([&count](sqlite3* db) {
        CacheFile::Statement statement(db, "SELECT count(*) FROM n");
        if (statement.next()) count = statement.integer(0);
        return statement.ok();
    });
    return count;
}

}

TEST_CASE("cache file: reading makes no file, writing does, for its owner alone", "[catalog]") {
    const test::TempFolder folder;
    const std::string path = folder.file("new/askdb/f.db");
    CacheFile file(numbers_file(path));

    CHECK(count_numbers(file) == -1);
    CHECK_FALSE(fs::exists(folder.file("new")));
    CHECK(add_number(file, 1));

    CHECK(count_numbers(file) == 1);
    CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(fs::status(folder.file("new/askdb")).permissions() == fs::perms::owner_all);
}

TEST_CASE("cache file: a home that is not there is not made", "[catalog]") {
    const test::TempFolder folder;
    CacheFile file(numbers_file(folder.file("home/.cache/askdb/f.db")));

    CHECK_FALSE(add_number(file, 1));
    CHECK_FALSE(fs::exists(folder.file("home")));
}

TEST_CASE("cache file: what fails half way leaves nothing", "[catalog]") {
    const test::TempFolder folder;
    CacheFile file(numbers_file(folder.file("a/f.db")));
    REQUIRE(add_number(file, 1));

    const bool is_done = file.write([](sqlite3* db) {
        CacheFile::Statement(db, "DELETE FROM n").run();
        return false;
    });

    CHECK_FALSE(is_done);
    CHECK(count_numbers(file) == 1);
}

TEST_CASE("cache file: a link is not followed, and what others may read is not believed",
          "[catalog]") {
    const test::TempFolder folder;
    const std::string path = folder.file("a/f.db");
    CacheFile first(numbers_file(path));
    REQUIRE(add_number(first, 1));
    const std::string link = folder.file("a/link.db");
    fs::create_symlink(path, link);
    CacheFile linked(numbers_file(link));
    CHECK(count_numbers(linked) == -1);

    fs::permissions(path, fs::perms::owner_all | fs::perms::group_read);
    CacheFile open_to_all(numbers_file(path));

    CHECK(count_numbers(open_to_all) == -1);
}

TEST_CASE("cache file: another format is replaced, when there is something to write", "[catalog]") {
    const test::TempFolder folder;
    const std::string path = folder.file("a/f.db");
    {
        CacheFile::Options newer = numbers_file(path);
        newer.format = 4;
        CacheFile file(newer);
        REQUIRE(add_number(file, 1));
    }
    CacheFile file(numbers_file(path));

    CHECK(count_numbers(file) == -1);
    CHECK(add_number(file, 7));
    CHECK(add_number(file, 8));
    CHECK(count_numbers(file) == 2);
}

TEST_CASE("cache file: one that is killed while it writes leaves what was there", "[catalog]") {
    const test::TempFolder folder;
    const std::string path = folder.file("a/f.db");
    {
        CacheFile file(numbers_file(path));
        REQUIRE(add_number(file, 1));
    }
    const pid_t child = ::fork();
    if (child == 0) {
        CacheFile file(numbers_file(path));
        file.write([](sqlite3* db) {
            CacheFile::Statement(db, "PRAGMA cache_size = 1").run();  // So that it spills.
            for (std::int64_t i = 0; i < 20'000; ++i)
                CacheFile::Statement(db, "INSERT INTO n VALUES (?1)").bind(1, i).run();
            ::kill(::getpid(), SIGKILL);
            return true;
        });
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));

    CacheFile file(numbers_file(path));

    CHECK(count_numbers(file) == 1);
    CHECK(add_number(file, 2));
    CHECK(count_numbers(file) == 2);
}

}
