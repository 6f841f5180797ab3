#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

namespace askdb::database {
namespace {

struct StampFixture {
    test::TempDatabase file{"CREATE TABLE t(a TEXT); INSERT INTO t VALUES ('x');"};
    CatalogStamp first = stamp();

    CatalogStamp stamp(const CatalogStamp* known = nullptr) const {
        const auto stamp = make_sqlite_source(file.path())->connect({})->catalog_stamp(known, {});
        return stamp.value();
    }
    CatalogStamp stamp_after(std::string_view sql) const {
        test::WritingHandle(file.path()).run(sql);
        return stamp(&first);
    }
};

}

TEST_CASE("sqlite stamp: every change of the schema shows", "[catalog]") {
    StampFixture fixture;
    const std::string sql = GENERATE(
        "ALTER TABLE t ADD COLUMN b", "DROP TABLE t", "ALTER TABLE t RENAME TO u",
        "ALTER TABLE t RENAME COLUMN a TO c", "CREATE TABLE u(x)", "CREATE VIEW v AS SELECT 1");
    INFO(sql);

    const CatalogStamp changed = fixture.stamp_after(sql);

    CHECK(changed.is_exact);
    CHECK(changed.schema != fixture.first.schema);
    CHECK(changed.schema == fixture.stamp().schema);
}

TEST_CASE("sqlite stamp: a change of rows shows as such alone, also before a checkpoint",
          "[catalog]") {
    StampFixture fixture;
    const bool has_log = GENERATE(false, true);
    const std::string first = has_log ? "PRAGMA journal_mode = WAL; " : "";

    test::WritingHandle writer(fixture.file.path());
    writer.run(first + "PRAGMA wal_autocheckpoint = 0; INSERT INTO t VALUES ('y')");
    const CatalogStamp changed = fixture.stamp(&fixture.first);
    writer.run("INSERT INTO t VALUES ('z')");
    const CatalogStamp again = fixture.stamp(&changed);

    CHECK(changed.schema == fixture.first.schema);
    CHECK(changed.contents != fixture.first.contents);
    CHECK(again.schema == changed.schema);
    CHECK(again.contents != changed.contents);
    CHECK(fixture.stamp(&again) == again);
}

TEST_CASE("sqlite stamp: another file in its place shows, though it counts the same changes",
          "[catalog]") {
    StampFixture fixture;
    const test::TempDatabase other("CREATE TABLE t(b TEXT); INSERT INTO t VALUES ('x');");
    std::ofstream(fixture.file.path(), std::ios::binary) << other.bytes();

    const CatalogStamp changed = fixture.stamp(&fixture.first);

    CHECK(changed.schema != fixture.first.schema);
}

TEST_CASE("sqlite stamp: names cannot be mixed up with what stands beside them", "[catalog]") {
    const auto schema_of = [](std::string_view sql) {
        const test::TempDatabase file(sql);
        return make_sqlite_source(file.path())->connect({})->catalog_stamp(nullptr, {})->schema;
    };

    CHECK(schema_of("CREATE TABLE ab(c)") != schema_of("CREATE TABLE a(bc)"));
    CHECK(schema_of("CREATE TABLE a(x); CREATE TABLE b(x)") !=
          schema_of("CREATE TABLE b(x); CREATE TABLE a(x)"));
}

}
