#include "libagent/loop/kept_results.h"

#include "tests/libagent/results/nasty_rows.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

using database::Kind;
using database::Rows;
using results::ResultStore;

Rows one_cell(std::string text) {
    return results::sample_rows({"x"}, {results::text_cell(text)});
}

std::vector<std::string> names_of(const std::vector<session::Artifact>& artifacts) {
    std::vector<std::string> names;
    for (const session::Artifact& artifact : artifacts) names.push_back(artifact.name);
    return names;
}

std::string first_cell(const Result<Rows>& rows) {
    return rows.ok() ? std::string(rows.value().cell(0, 0).text) : rows.error().message;
}

}

TEST_CASE("kept_results: each result is its rows and its statement", "[loop][kept_results]") {
    ResultStore store;
    store.add("shop", "SELECT 'old'", one_cell("old"));
    store.add("shop", "SELECT 'a,b'", one_cell("a,b"));
    store.add("", "SELECT * FROM r2", one_cell("c"));

    const std::vector<session::Artifact> kept = kept_results(store, 1);

    CHECK(names_of(kept) == std::vector<std::string>{"r2.csv", "r2.sql", "r3.csv", "r3.sql"});
    CHECK(kept[0].kind == "data");
    CHECK(kept[0].bytes == "x\n\"a,b\"\n");
    CHECK(kept[1].kind == "code");
    CHECK(kept[1].bytes == "SELECT 'a,b'");
    CHECK(kept[1].metadata == R"({"database":"shop","rows":1})");
    CHECK(kept_results(store, 3).empty());
}

TEST_CASE("kept_results: results come back under their numbers, cell for cell",
          "[loop][kept_results]") {
    ResultStore before, after;
    Rows nasty = results::nasty_rows();
    nasty.truncated = true;
    nasty.milliseconds = 3.5;
    before.skip_to(4);
    const WallTime as_of = rfc3339_moment("2024-05-31T17:00:05Z");
    before.add("shop", "SELECT nasty", nasty, as_of);
    before.add("farm", "SELECT 'x'", one_cell("x"));

    restore_results(after, kept_results(before, 0));

    const results::StoredResult* const back = after.find("r5");
    REQUIRE(back != nullptr);
    CHECK(back->as_of == as_of);
    CHECK(back->database == "shop");
    CHECK(back->sql == "SELECT nasty");
    CHECK(back->rows.truncated);
    CHECK(back->rows.milliseconds == 3.5);
    REQUIRE(back->rows.row_count() == nasty.row_count());
    for (std::size_t row = 0; row < nasty.row_count(); ++row) {
        for (std::size_t column = 0; column < nasty.column_count(); ++column) {
            CHECK(back->rows.cell(row, column).kind == nasty.cell(row, column).kind);
            CHECK(back->rows.cell(row, column).text == nasty.cell(row, column).text);
        }
    }
    CHECK(first_cell(after.query("SELECT x FROM r6", {}, {})) == "x");
    CHECK(first_cell(after.query("SELECT x FROM r4", {}, {})) ==
          "the result 'r4' is no longer kept: run its statement again");
    CHECK(after.add("", "", one_cell("next")).handle == "r7");
}

TEST_CASE("kept_results: of a large result only the statement is kept, and its number stays",
          "[loop][kept_results]") {
    ResultStore before, after;
    before.add("shop", "SELECT large", one_cell(std::string((16u << 20) + 1, 'x')));
    Rows wide = results::wide_rows(1'000);
    for (int i = 0; i < 17'000'000; ++i) wide.append(Kind::null, {});
    before.add("shop", "SELECT nothing", std::move(wide));

    const std::vector<session::Artifact> kept = kept_results(before, 0);
    restore_results(after, kept);

    CHECK(names_of(kept) == std::vector<std::string>{"r1.sql", "r2.sql"});
    CHECK(kept[0].metadata.find("larger than 16 MiB") != std::string::npos);
    CHECK(after.all().empty());
    CHECK(after.last_number() == 2);
    CHECK(first_cell(after.query("SELECT * FROM r1", {}, {})).find("no longer kept") !=
          std::string::npos);
}

TEST_CASE("kept_results: the newest results come back, as many as there is room for",
          "[loop][kept_results]") {
    ResultStore before, after;
    for (int i = 0; i < 6; ++i) before.add("shop", "", one_cell(std::string(12u << 20, 'x')));
    before.add("shop", "", one_cell("small"));
    const std::vector<session::Artifact> kept = kept_results(before, 0);

    restore_results(after, kept);

    CHECK(rows_to_restore(kept).size() == 6);
    CHECK(after.find("r1") == nullptr);
    CHECK(after.find("r2") != nullptr);
    CHECK(after.find("r7") != nullptr);
    CHECK(after.last_number() == 7);
}

TEST_CASE("kept_results: damaged files and those of others leave the rest as it is",
          "[loop][kept_results]") {
    ResultStore before;
    for (int i = 1; i <= 4; ++i) before.add("shop", "", one_cell(std::to_string(i)));
    std::vector<session::Artifact> kept = kept_results(before, 0);
    kept[0].bytes += "one more";
    kept[2].bytes += "another row\n";
    kept[4].metadata = "{";
    for (const char* name : {"r.csv", "r09.csv", "r-1.csv", "notes.csv",
                             "r99999999999999999999.csv", "r1.csv.sql", "chart.svg", "", "R8.csv"})
        kept.push_back({.kind = "data", .name = name, .bytes = "x\n1\n"});
    ResultStore after;

    restore_results(after, kept);

    CHECK(after.find("r1") == nullptr);
    CHECK(after.find("r2") == nullptr);
    CHECK(after.find("r3") == nullptr);
    CHECK(first_cell(after.query("SELECT x FROM r4", {}, {})) == "4");
    CHECK(after.last_number() == 4);
}

TEST_CASE("kept_results: what a store has already stays", "[loop][kept_results]") {
    ResultStore before, after;
    before.add("shop", "", one_cell("kept"));
    after.add("shop", "", one_cell("new"));

    restore_results(after, kept_results(before, 0));

    CHECK(after.all().size() == 1);
    CHECK(first_cell(after.query("SELECT x FROM r1", {}, {})) == "new");
}

}
