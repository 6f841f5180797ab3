#include "sessions/artifact_folder.h"

#include "sessions/cipher.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <thread>

namespace askdb::sessions {
namespace {

namespace fs = std::filesystem;
using session::SessionKey;

mode_t mode_of(const std::string& path) {
    struct stat found {};
    REQUIRE(::lstat(path.c_str(), &found) == 0);
    return found.st_mode & 07777;
}

void put(const std::string& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

struct Fixture {
    test::TempFolder temp;
    std::string root = temp.file("data/askdb/artifacts");
    ArtifactFolder plain{root, nullptr};
    SessionKey key{"", "monday"};
};

}

TEST_CASE("artifact_folder: files come back, and only their owner may read them", "[artifacts]") {
    Fixture f;
    const std::string bytes("a,b\r\n1,\0\xFF", 9);

    const KeptFile kept = f.plain.write(f.key, "r1.csv", bytes);
    f.plain.write(f.key, "r1.sql", "SELECT 1");

    CHECK(f.plain.read(f.key, "r1.csv", kept.digest).value_or_throw() == bytes);
    CHECK(kept.bytes == 9);
    CHECK(f.plain.names(f.key) == std::vector<std::string>{"r1.csv", "r1.sql"});
    CHECK(f.plain.folders() == std::vector<std::string>{"monday"});
    CHECK(f.plain.path(f.key) == f.root + "/monday");
    CHECK(mode_of(f.plain.path(f.key) + "/r1.csv") == 0600);
    for (const char* folder : {"data", "data/askdb", "data/askdb/artifacts"})
        CHECK(mode_of(f.temp.file(folder)) == 0700);
    CHECK(mode_of(f.plain.path(f.key)) == 0700);
}

TEST_CASE("artifact_folder: what was never written is simply not there", "[artifacts]") {
    Fixture f;

    CHECK(f.plain.names(f.key).empty());
    CHECK(f.plain.folders().empty());
    CHECK_FALSE(f.plain.remove(f.key, "r1.csv"));
    CHECK_FALSE(f.plain.remove_all(f.key));
    CHECK(f.plain.read(f.key, "r1.csv", "").error().message ==
          "the file 'r1.csv' of the conversation is not there any more");
    CHECK_FALSE(fs::exists(f.temp.file("data")));
}

TEST_CASE("artifact_folder: a file is replaced as a whole, and removed alone or with all",
          "[artifacts]") {
    Fixture f;
    f.plain.write(f.key, "r1.csv", "first and longer");
    f.plain.write(f.key, "r1.csv", "second");
    f.plain.write(f.key, "r2.csv", "");

    CHECK(f.plain.read(f.key, "r1.csv", "").value_or_throw() == "second");
    CHECK(f.plain.read(f.key, "r2.csv", "").value_or_throw().empty());
    CHECK(f.plain.remove(f.key, "r1.csv"));
    CHECK(f.plain.names(f.key) == std::vector<std::string>{"r2.csv"});
    fs::create_directory(f.plain.path(f.key) + "/by a person");
    put(f.plain.path(f.key) + "/by a person/x", "x");
    CHECK(f.plain.remove_all(f.key));
    CHECK(f.plain.folders().empty());
}

TEST_CASE("artifact_folder: damage is noticed by the digest", "[artifacts]") {
    Fixture f;
    const KeptFile kept = f.plain.write(f.key, "r1.csv", "a,b\r\n1,2\r\n");
    const std::string path = f.plain.path(f.key) + "/r1.csv";

    for (const std::string_view bytes : {"a,b\r\n1,3\r\n", "a,b\r\n1,", "", "a,b\r\n1,2\r\n\n"}) {
        put(path, bytes);
        const Result<std::string> read = f.plain.read(f.key, "r1.csv", kept.digest);
        REQUIRE_FALSE(read.ok());
        CHECK(read.error().code == Errc::bad_input);
        CHECK(read.error().message.find("is damaged") != std::string::npos);
    }
}

TEST_CASE("artifact_folder: encrypted files show nothing and open only in their place",
          "[artifacts]") {
    Fixture f;
    const Cipher cipher(std::string(32, 'k')), other(std::string(32, 'o'));
    const ArtifactFolder sealed(f.root, &cipher), wrong(f.root, &other);
    const std::string bytes = "name,salary\r\nAna,1000\r\n";

    const KeptFile kept = sealed.write(f.key, "r1.csv", bytes);
    sealed.write(f.key, "r2.csv", "x");
    const std::string file = f.plain.path(f.key) + "/r1.csv.sealed";

    CHECK(sealed.read(f.key, "r1.csv", kept.digest).value_or_throw() == bytes);
    CHECK(sealed.names(f.key) == std::vector<std::string>{"r1.csv", "r2.csv"});
    CHECK(test::file_bytes(file).find("Ana") == std::string::npos);
    CHECK(wrong.read(f.key, "r1.csv", kept.digest).error().message.find("another key") !=
          std::string::npos);
    CHECK(f.plain.read(f.key, "r1.csv", "").error().message.find("is encrypted") !=
          std::string::npos);
    fs::copy_file(file, f.plain.path(f.key) + "/r2.csv.sealed",
                  fs::copy_options::overwrite_existing);
    CHECK_FALSE(sealed.read(f.key, "r2.csv", "").ok());
    CHECK(sealed.remove(f.key, "r1.csv"));
    CHECK_FALSE(fs::exists(file));
}

TEST_CASE("artifact_folder: a file of the time without a key is read, and replaced by an encrypted",
          "[artifacts]") {
    Fixture f;
    const Cipher cipher(std::string(32, 'k'));
    const ArtifactFolder sealed(f.root, &cipher);
    f.plain.write(f.key, "r1.csv", "old");

    CHECK(sealed.read(f.key, "r1.csv", "").value_or_throw() == "old");
    sealed.write(f.key, "r1.csv", "new");
    CHECK(sealed.read(f.key, "r1.csv", "").value_or_throw() == "new");
    CHECK_FALSE(fs::exists(f.plain.path(f.key) + "/r1.csv"));
}

TEST_CASE("artifact_folder: no conversation shares a folder, whatever it is called",
          "[artifacts]") {
    const std::string very_long(300, 'x');
    const std::vector<SessionKey> keys = {
        {"", ""},
        {"", "a"},
        {"a", ""},
        {"a", "b"},
        {"b", "a"},
        {"", "a@b"},
        {"", "."},
        {"", ".."},
        {"", "../a"},
        {"", "/etc"},
        {"", "a/b"},
        {"", "a%2Fb"},
        {"", "%"},
        {"", "~"},
        {"", std::string("a\0b", 3)},
        {"", "a\nb"},
        {"", "é"},
        {"", ".hidden"},
        {"é", "a"},
        {"a@b", "c"},
        {"b", "c@a"},
        {"", very_long},
        {"", very_long + "y"},
        {very_long, "a"},
        {very_long, "b"},
        {very_long + "y", "a"},
        {"", "A"},
    };
    std::set<std::string> names;

    for (const SessionKey& key : keys) {
        const std::string name = ArtifactFolder::folder_name(key);
        CHECK(names.insert(name).second);
        CHECK(name.size() <= 200);
        CHECK_FALSE(name.starts_with('.'));
        CHECK(name.find_first_of(std::string("/\0\n", 3)) == std::string::npos);
    }
    CHECK(ArtifactFolder::folder_name({"ana@example.com", "monday"}) == "monday@ana%40example.com");
    CHECK(ArtifactFolder::folder_name({"", "../a"}) == "%2E.%2Fa");
}

TEST_CASE("artifact_folder: what cannot be a file's name is refused before anything is touched",
          "[artifacts]") {
    Fixture f;
    for (const std::string& name :
         {std::string(), std::string("."), std::string(".."), std::string("../x"),
          std::string("a/b"), std::string("/etc/passwd"), std::string(".hidden"),
          std::string("a\0b", 3), std::string("a\nb"), std::string("a\x1b[2J"),
          std::string("a\xFF"), std::string(121, 'n'), std::string("x.sealed")}) {
        CHECK(bad_artifact_name(name));
        CHECK_THROWS_AS(f.plain.write(f.key, name, "x"), Failure);
        CHECK_THROWS_AS(f.plain.read(f.key, name, ""), Failure);
        CHECK_THROWS_AS(f.plain.remove(f.key, name), Failure);
    }
    CHECK_FALSE(fs::exists(f.temp.file("data")));
    CHECK_FALSE(bad_artifact_name("Umsätze 2024.csv"));
}

TEST_CASE("artifact_folder: links lead nowhere", "[artifacts]") {
    Fixture f;
    const std::string outside = f.temp.file("outside");
    fs::create_directory(outside);
    put(outside + "/secret", "secret");
    f.plain.write(f.key, "r1.csv", "mine");
    fs::create_symlink(outside + "/secret", f.plain.path(f.key) + "/r2.csv");
    fs::create_directory_symlink(outside, f.root + "/linked");
    const SessionKey linked{"", "linked"};

    CHECK_FALSE(f.plain.read(f.key, "r2.csv", "").ok());
    f.plain.write(f.key, "r2.csv", "new");
    CHECK(f.plain.read(f.key, "r2.csv", "").value_or_throw() == "new");
    CHECK_FALSE(f.plain.read(linked, "secret", "").ok());
    CHECK_THROWS_AS(f.plain.write(linked, "secret", "x"), Failure);
    CHECK(f.plain.names(linked).empty());
    CHECK_FALSE(f.plain.remove(linked, "secret"));
    CHECK(f.plain.remove_all(linked));
    CHECK(f.plain.remove_all(f.key));
    CHECK(test::file_bytes(outside + "/secret") == "secret");
}

TEST_CASE("artifact_folder: what is left of a killed process is no file, and goes with the rest",
          "[artifacts]") {
    Fixture f;
    f.plain.write(f.key, "r1.csv", "x");
    put(f.plain.path(f.key) + "/.3f.part", "half");
    fs::create_directory(f.plain.path(f.key) + "/folder.csv");

    CHECK_FALSE(f.plain.read(f.key, "folder.csv", "").ok());
    CHECK(f.plain.names(f.key) == std::vector<std::string>{"folder.csv", "r1.csv"});
    CHECK(f.plain.remove_all(f.key));
    CHECK_FALSE(fs::exists(f.plain.path(f.key)));
}

TEST_CASE("artifact_folder: a place that cannot be written to is told by its path", "[artifacts]") {
    Fixture f;
    put(f.temp.file("file"), "");
    const ArtifactFolder below_file(f.temp.file("file/x"), nullptr);
    std::string told;
    try {
        below_file.write(f.key, "r1.csv", "x");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::unavailable);
        told = failure.error().message;
    }
    CHECK(told == "cannot make the folder '" + f.temp.file("file/x/monday") + "': Not a directory");
}

TEST_CASE("artifact_folder: threads write side by side, and a reader sees whole files",
          "[artifacts]") {
    Fixture f;
    std::vector<std::thread> threads;
    std::vector<int> torn(4);
    f.plain.write(f.key, "shared.csv", std::string(5'000, 'a'));
    for (std::size_t t = 0; t < torn.size(); ++t) {
        threads.emplace_back([&f, &torn, t] {
            for (int i = 0; i < 50; ++i) {
                const char letter = static_cast<char>('a' + i % 20);
                f.plain.write(f.key, "shared.csv", std::string(5'000, letter));
                const std::string read = f.plain.read(f.key, "shared.csv", "").value_or_throw();
                if (read != std::string(5'000, read.at(0))) ++torn[t];
                f.plain.write({"", std::to_string(t)}, std::to_string(i), "x");
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    CHECK(torn == std::vector<int>(4));
    CHECK(f.plain.names({"", "3"}).size() == 50);
}

}
