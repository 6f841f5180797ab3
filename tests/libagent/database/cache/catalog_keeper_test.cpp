#include "libagent/database/cache/catalog_keeper.h"

#include "tests/support/stamped_source.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

namespace askdb::database {
namespace {

/// A keeper over a world of three tables, of which already two are worth a file.
struct KeeperFixture {
    test::TempFolder home;
    std::shared_ptr<test::StampedWorld> world = std::make_shared<test::StampedWorld>();
    std::string folder = home.file("cache/askdb");

    KeeperFixture() { world->catalog = test::numbered_tables(3); }

    CatalogKeeper keeper(std::chrono::seconds longest_trust = std::chrono::hours(1)) const {
        return CatalogKeeper({.folder = folder, .least_tables = 2, .longest_trust = longest_trust},
                             "stamped");
    }
    CatalogKeeper::Brought bring(CatalogTrust trust = CatalogTrust::likely) {
        CatalogKeeper one = keeper();
        return bring_by(one, trust);
    }
    CatalogKeeper::Brought bring_by(CatalogKeeper& one, CatalogTrust trust = CatalogTrust::likely) {
        test::StampedSource::StampedConnection connection(*world);
        return one.bring(connection, trust, {});
    }
    std::string only_file() const {
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            return entry.path().string();
        return {};
    }
};

}

TEST_CASE("catalog keeper: the second run does not load what has not changed", "[catalog]") {
    KeeperFixture fixture;

    fixture.bring();
    const CatalogKeeper::Brought second = fixture.bring();

    CHECK(fixture.world->loads == 1);
    CHECK(second.is_certain);
    CHECK(second.catalog.table_names() == std::vector<std::string>{"t0", "t1", "t2"});
}

TEST_CASE("catalog keeper: only its owner can read what is kept", "[catalog]") {
    KeeperFixture fixture;
    namespace fs = std::filesystem;

    fixture.bring();

    const auto mode = [](const std::string& path) { return fs::status(path).permissions(); };
    CHECK(mode(fixture.folder) == fs::perms::owner_all);
    CHECK(mode(fixture.only_file()) == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("catalog keeper: a change that the stamp shows is loaded, and then kept", "[catalog]") {
    KeeperFixture fixture;
    fixture.bring();
    fixture.world->catalog.tables[0].columns[0].comment = "new";
    fixture.world->stamp->schema = "s2";

    const CatalogKeeper::Brought second = fixture.bring();
    const CatalogKeeper::Brought third = fixture.bring();

    CHECK(fixture.world->loads == 2);
    CHECK(second.catalog.tables[0].columns[0].comment == "new");
    CHECK(third.catalog.tables[0].columns[0].comment == "new");
}

TEST_CASE("catalog keeper: old row estimates do for a question, not for the truth", "[catalog]") {
    KeeperFixture fixture;
    fixture.bring();
    fixture.world->stamp->contents = "c2";
    fixture.world->estimate = 77;

    const CatalogKeeper::Brought likely = fixture.bring();
    const CatalogKeeper::Brought certain = fixture.bring(CatalogTrust::certain);
    const CatalogKeeper::Brought later = fixture.bring();

    CHECK_FALSE(likely.is_certain);
    CHECK_FALSE(likely.should_refresh);
    CHECK(certain.catalog.tables[1].row_estimate == 77);
    CHECK(later.catalog.tables[1].row_estimate == 77);
    CHECK(later.is_certain);
    CHECK(fixture.world->estimations == 1);
    CHECK(fixture.world->loads == 1);
}

TEST_CASE("catalog keeper: estimates that could not be read are not kept as new ones",
          "[catalog]") {
    KeeperFixture fixture;
    fixture.bring();
    fixture.world->stamp->contents = "c2";
    fixture.world->is_estimating_late = true;

    CHECK_THROWS_AS(fixture.bring(CatalogTrust::certain), Failure);
    fixture.world->is_estimating_late = false;
    fixture.world->estimate = 77;

    CHECK(fixture.bring(CatalogTrust::certain).catalog.tables[1].row_estimate == 77);
}

TEST_CASE("catalog keeper: the moment of the last look is known to the next", "[catalog]") {
    KeeperFixture fixture;
    fixture.world->stamp->moment = "m1";
    fixture.bring();

    fixture.world->stamp->moment = "m2";
    fixture.bring();
    CHECK(fixture.world->known_moment == "m1");
    fixture.world->stamp->moment = "";
    fixture.bring();
    CHECK(fixture.world->known_moment == "m2");
    fixture.bring();
    CHECK(fixture.world->known_moment == "m2");
    CHECK(fixture.world->loads == 1);
}

TEST_CASE("catalog keeper: where no stamp is exact, the kept one is likely, and never certain",
          "[catalog]") {
    KeeperFixture fixture;
    fixture.world->stamp->is_exact = false;
    fixture.bring();

    const CatalogKeeper::Brought likely = fixture.bring();

    CHECK(fixture.world->loads == 1);
    CHECK_FALSE(likely.is_certain);
    CHECK(likely.should_refresh);
    CHECK(fixture.bring(CatalogTrust::certain).is_certain);
    CHECK(fixture.world->loads == 2);
}

TEST_CASE("catalog keeper: where no stamp is exact, what is too old is loaded anew", "[catalog]") {
    KeeperFixture fixture;
    fixture.world->stamp->is_exact = false;
    fixture.bring();
    CatalogKeeper impatient = fixture.keeper(std::chrono::seconds(-1));

    CHECK(fixture.bring_by(impatient).is_certain);
    CHECK(fixture.world->loads == 2);
}

TEST_CASE("catalog keeper: a small catalog, and one without a stamp, leave no file", "[catalog]") {
    KeeperFixture fixture;
    const bool is_small = GENERATE(true, false);
    if (is_small) {
        fixture.world->catalog = test::numbered_tables(1);
    } else {
        fixture.world->stamp.reset();
    }

    CatalogKeeper keeper = fixture.keeper();
    fixture.bring_by(keeper);
    keeper.search("anything", fixture.world->catalog, 10);

    CHECK_FALSE(keeper.is_kept());
    CHECK_FALSE(std::filesystem::exists(fixture.folder));
}

TEST_CASE("catalog keeper: a file that is damaged, foreign or another's is as good as none",
          "[catalog]") {
    KeeperFixture fixture;
    fixture.bring();
    const std::string file = fixture.only_file();
    const auto what = GENERATE(0, 1, 2, 3, 4, 5);
    INFO(what);
    namespace fs = std::filesystem;
    if (what == 0) std::ofstream(file, std::ios::trunc) << "no database at all, but long enough";
    if (what == 1) fs::resize_file(file, fs::file_size(file) / 2);
    if (what == 2) test::WritingHandle(file).run("PRAGMA user_version = 4711");
    if (what == 3) test::WritingHandle(file).run("UPDATE kept SET catalog = x'01'");
    if (what == 4) test::WritingHandle(file).run("DROP TABLE kept; DROP TABLE sample");
    if (what == 5) fs::permissions(file, fs::perms::all);

    const CatalogKeeper::Brought again = fixture.bring();
    const CatalogKeeper::Brought third = fixture.bring();

    CHECK(again.catalog.tables.size() == 3);
    CHECK(third.catalog.tables.size() == 3);
    CHECK(fixture.world->loads == 2);
}

TEST_CASE("catalog keeper: damage in the middle of the file never becomes a wrong catalog",
          "[catalog]") {
    KeeperFixture fixture;
    fixture.world->catalog = test::numbered_tables(300);
    fixture.bring();
    const std::string file = fixture.only_file();
    const std::string whole = test::file_bytes(file);
    const std::vector<std::string> names = fixture.world->catalog.table_names();

    for (std::size_t at = 0; at < whole.size(); at += 331) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        std::ofstream(file, std::ios::trunc | std::ios::binary) << damaged;
        INFO(at);
        REQUIRE(fixture.bring().catalog.table_names() == names);
    }
}

TEST_CASE("catalog keeper: without a folder that can be made, everything works all the same",
          "[catalog]") {
    KeeperFixture fixture;
    std::ofstream(fixture.home.file("cache")) << "a file where the folder should be";

    CatalogKeeper keeper = fixture.keeper();
    const Catalog catalog = fixture.bring_by(keeper).catalog;

    CHECK(catalog.tables.size() == 3);
    CHECK_FALSE(keeper.is_kept());
    CHECK(keeper.search("c1", catalog, 10).at(0).table == "t1");
}

TEST_CASE("catalog keeper: values are gathered once, and lead to their table", "[catalog]") {
    KeeperFixture fixture;
    fixture.world->samples = {
        {.table = "t0"}, {.table = "t1", .values = "Oslo\nBergen"}, {.table = "t2"}};
    CatalogKeeper keeper = fixture.keeper();
    const Catalog catalog = fixture.bring_by(keeper).catalog;
    test::StampedSource::StampedConnection connection(*fixture.world);
    CHECK(keeper.search("customers in Bergen", catalog, 10).empty());

    keeper.gather_values(connection, catalog, {});
    keeper.gather_values(connection, catalog, {});

    CHECK(fixture.world->samplings == 1);
    CHECK(keeper.search("customers in Bergen", catalog, 10).at(0).table == "t1");
}

TEST_CASE("catalog keeper: nothing tells where the database is or who asks", "[catalog]") {
    KeeperFixture fixture;

    CHECK(catalog_cache_path("/c", "postgres://a@b/c").find("a@b") == std::string::npos);
    CHECK(catalog_cache_path("/c", "x") != catalog_cache_path("/c", "y"));
    CHECK(catalog_cache_path("/c", "x") == catalog_cache_path("/c", "x"));
}

}
