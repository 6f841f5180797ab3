#include "libagent/database/sqlite/sqlite_own_source.h"

#include "libagent/base/error.h"
#include "tests/support/children.h"
#include "tests/support/own_cases.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>

namespace askdb::database {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(const std::string& path) {
    struct stat status = {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 0777u;
}

Error error_of(const std::string& path) {
    try {
        (void)make_sqlite_own_source(path)->connect()->run("SELECT * FROM sqlite_master");
    } catch (const Failure& failure) {
        return failure.error();
    }
    return {Errc::check, "no error"};
}

}

TEST_CASE("sqlite own source: a connection as any other", "[database][own]") {
    const test::TempFolder folder;
    test::check_own_source(*make_sqlite_own_source(folder.file("a.db")));
}

TEST_CASE("sqlite own source: a small log stays, a long one goes into the file",
          "[database][own]") {
    const test::TempFolder folder;
    const std::string path = folder.file("own.db");
    const auto source = make_sqlite_own_source(path);
    source->connect()->run("CREATE TABLE t (b BLOB)");
    CHECK(fs::exists(path + "-wal"));
    CHECK(source->connect()->run("SELECT * FROM t").rows.row_count() == 0);

    source->connect()->run("INSERT INTO t VALUES (zeroblob(3000000))");

    CHECK_FALSE(fs::exists(path + "-wal"));
    CHECK(source->connect()->run("SELECT * FROM t").rows.row_count() == 1);
}

TEST_CASE("sqlite own source: file and folders are made for their owner alone", "[database][own]") {
    const test::TempFolder folder;
    const std::string path = folder.file("a/b/own.db");

    const auto connection = make_sqlite_own_source(path)->connect();
    connection->run("CREATE TABLE t (n INTEGER)");

    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(path + "-wal") == 0600);
    CHECK(mode_of(folder.file("a/b")) == 0700);
    CHECK(mode_of(folder.file("a")) == 0700);
    const OwnResult mode = connection->run("PRAGMA journal_mode");
    CHECK(mode.rows.cell(0, 0).text == "wal");
}

TEST_CASE("sqlite own source: what cannot be opened says why", "[database][own]") {
    const test::TempFolder folder;
    const std::string path = folder.file("x.db");

    SECTION("a folder") {
        fs::create_directory(path);
        CHECK(error_of(path).message == "cannot open '" + path + "': it is not a regular file");
        CHECK(error_of(path).code == Errc::usage);
    }
    SECTION("no database") {
        std::ofstream(path) << std::string(5000, 'x');
        CHECK(error_of(path).message == "'" + path + "' is not an SQLite database");
    }
    SECTION("a file in the place of a folder") {
        std::ofstream(path) << "x";
        CHECK(error_of(path + "/a.db").message ==
              "cannot open '" + path + "/a.db': Not a directory");
    }
    SECTION("a damaged database") {
        {
            const auto connection = make_sqlite_own_source(path)->connect();
            connection->run("CREATE TABLE t (n INTEGER)");
            connection->run("PRAGMA wal_checkpoint(TRUNCATE)");  // All of it is in the file.
        }
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(100);
        file << std::string(3000, '\x7f');
        file.close();
        CHECK(error_of(path).message.find("'" + path + "' is damaged: ") == 0);
        CHECK(error_of(path).code == Errc::unavailable);
    }
}

TEST_CASE("sqlite own source: who may only read is told so when writing", "[database][own]") {
    const test::TempFolder folder;
    const std::string path = folder.file("a.db");
    // While it is open, the files beside it are there for readers.
    const auto owner = make_sqlite_own_source(path)->connect();
    owner->run("CREATE TABLE t (n INTEGER)");
    ::chmod(folder.path().c_str(), 0755);
    for (const char* part : {"", "-wal", "-shm"}) ::chmod((path + part).c_str(), 0444);

    const pid_t child = test::start_child([&] {
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0 && ::setuid(nobody) != 0) ::_exit(3);
        try {
            const auto connection = make_sqlite_own_source(path)->connect();
            if (connection->run("SELECT * FROM t").rows.row_count() != 0) ::_exit(4);
            connection->begin(OwnTransaction::writing);
            connection->run("INSERT INTO t VALUES (1)");
        } catch (const Failure& failure) {
            const bool is_said =
                failure.error().code == Errc::unavailable &&
                failure.error().message == "cannot write to '" + path + "': it is read-only";
            if (!is_said) throw;
            ::_exit(7);
        }
    });
    const int status = test::wait_for_child(child);

    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 7);
}

TEST_CASE("sqlite own source: who comes second waits for who came first", "[database][own]") {
    const test::TempFolder folder;
    const auto source = make_sqlite_own_source(folder.file("a.db"));
    const auto first = source->connect(), second = source->connect();
    first->run("CREATE TABLE t (n INTEGER)");

    first->begin(OwnTransaction::writing);
    first->run("INSERT INTO t VALUES (1)");
    std::jthread waits([&] {
        second->begin(OwnTransaction::writing_soon);
        second->run("INSERT INTO t SELECT max(n) + 1 FROM t");
        second->commit();
    });
    first->run("INSERT INTO t VALUES (2)");
    first->commit();
    waits.join();

    CHECK(first->run("SELECT max(n) FROM t").rows.cell(0, 0).text == "3");
}

}
