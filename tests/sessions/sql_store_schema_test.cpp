#include "sessions/sql_store_schema.h"

#include "libagent/base/error.h"
#include "tests/support/archive_cases.h"
#include "tests/support/children.h"
#include "tests/support/session_stores.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>

namespace askdb::test {
namespace {

const session::SessionKey schema_key{"ann", "one"};

Error error_of(session::SessionArchive& archive) {
    try {
        (void)archive.load(schema_key);
    } catch (const Failure& failure) {
        return failure.error();
    }
    return {Errc::check, "no error"};
}

bool says(const Error& error, std::string_view words) {
    return error.code == Errc::usage && error.message.find(words) != std::string::npos &&
           !error.hint.empty();
}

}

TEST_CASE("sql store: a store of a newer askdb is refused, and not touched", "[sessions][store]") {
    for (const std::string& database : store_databases()) {
        const StorePlace place(database);
        keep_turn(*place.open(), schema_key, "one", "1");
        const auto beside = place.connect();
        beside->run("UPDATE askdb_meta SET value = '7' WHERE name = 'version'");

        const Error error = error_of(*place.open());

        CHECK(says(error,
                   "were kept by a newer askdb: they have version 7, and this one knows "
                   "versions up to 1"));
        beside->run("UPDATE askdb_meta SET value = '1' WHERE name = 'version'");
        CHECK(place.open()->load(schema_key).size() == 1);
    }
}

TEST_CASE("sql store: an encrypted store opens with its key only", "[sessions][store]") {
    for (const std::string& database : store_databases()) {
        const StorePlace place(database, test_key());
        keep_turn(*place.open(), schema_key, "one", "1");
        std::string other_key = test_key();
        other_key.back() ^= 1;

        CHECK(says(error_of(*place.open(other_key)), "the key does not open the sessions in '"));
        CHECK(says(error_of(*place.open("")), "are encrypted, and no key is given"));
        CHECK(place.open()->load(schema_key).size() == 1);
    }
}

TEST_CASE("sql store: a key comes too late for a store that is not encrypted",
          "[sessions][store]") {
    for (const std::string& database : store_databases()) {
        const StorePlace place(database);
        keep_turn(*place.open(), schema_key, "one", "1");

        CHECK(says(error_of(*place.open(test_key())), "are not encrypted, and a key is given"));
    }
}

TEST_CASE("sql store: a key that is none is refused at once", "[sessions][store]") {
    const StorePlace place("SQLite");

    CHECK_THROWS_AS(place.open("too short"), Failure);
}

TEST_CASE("sql store: nothing of an encrypted store can be read without its key",
          "[sessions][store]") {
    const StorePlace place("SQLite", test_key());
    {
        const auto archive = place.open();
        keep_turn(*archive, schema_key, "Tangerine?", "Pomegranate!",
                  {{"data", "r1.csv", "Elderberry", R"({"sql":"SELECT 'Clementine'"})"}});
        const int failed = archive->begin_turn(schema_key, {.question = "Mandarin?"});
        archive->fail_turn(schema_key, failed, {Errc::model, "Blackberry"});
        archive->note(schema_key, "Gooseberry", R"({"of":"Loganberry"})");
        CHECK_FALSE(archive->rename(schema_key, "Cloudberry"));
    }
    std::string bytes = file_bytes(place.file()) + file_bytes(place.file() + "-wal") +
                        file_bytes(place.artifact_folder() + "/one@ann/r1.csv.sealed");

    for (const char* word : {"Tangerine", "Pomegranate", "Elderberry", "Clementine", "Mandarin",
                             "Blackberry", "Gooseberry", "Loganberry", "Cloudberry"})
        CHECK(bytes.find(word) == std::string::npos);
    CHECK(bytes.find("user_message") != std::string::npos);
}

TEST_CASE("sql store: opening writes nothing where all is well", "[sessions][store]") {
    const StorePlace place("SQLite");
    keep_turn(*place.open(), schema_key, "one", "1");
    const std::string before = file_bytes(place.file());

    CHECK(place.open()->load(schema_key).size() == 1);

    CHECK((file_bytes(place.file()) == before));
}

TEST_CASE("sql store: what is wrong with the file or its disk is said clearly",
          "[sessions][store]") {
    const StorePlace place("SQLite");
    keep_turn(*place.open(), schema_key, "one", "1");

    SECTION("a table is missing") {
        place.connect()->run("DROP TABLE askdb_events");
        CHECK(error_of(*place.open()).message.find("no such table: askdb_events") !=
              std::string::npos);
    }
    SECTION("no space is left, and it is there again") {
        if (!may_start_children()) return;
        const auto archive = place.open();
        const int turn = archive->begin_turn(schema_key, {.question = "two"});
        // A limit on the size of files, as a full disk has it.
        const pid_t child = start_child([&] {
            const auto beside = place.connect();
            beside->run("PRAGMA max_page_count = 1");
            try {
                beside->run("CREATE TABLE filler AS SELECT randomblob(1000000) AS b");
            } catch (const Failure& failure) {
                ::_exit(failure.error().message ==
                                "cannot write to '" + place.file() + "': the disk is full"
                            ? 0
                            : 2);
            }
        });
        CHECK(wait_for_child(child) == 0);
        session::Turn result;
        result.question = "two";
        archive->commit_turn(schema_key, turn, result);
        CHECK(archive->load(schema_key).size() == 2);
    }
}

}
