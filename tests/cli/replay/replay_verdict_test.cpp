#include "cli/replay/replay_verdict.h"

#include "libagent/results/receipt.h"
#include "tests/libagent/results/sample_rows.h"

#include <catch2/catch.hpp>

namespace askdb::cli {
namespace {

using results::integer_cell;
using results::text_cell;

database::Rows towns(std::string first = "Oslo") {
    database::Rows rows = results::sample_rows(
        {"city", "n"}, {text_cell(first), integer_cell("1"), text_cell("Bern"), integer_cell("2")});
    rows.columns[0].declared_type = "TEXT";
    return rows;
}

/// What was kept of towns().
chat::Step receipt(const database::Rows& rows, bool order_counts = false) {
    return {.tool = "query",
            .handle = "r1",
            .sql = "SELECT city, n FROM towns",
            .rows = rows.row_count(),
            .truncated = rows.truncated,
            .database = "shop",
            .schema_hash = "5c",
            .shape_hash = results::shape_hash(rows.columns, results::TypesFrom::database),
            .result_hash = results::result_hash(rows, order_counts)};
}

ReplayVerdict verdict_of(const chat::Step& kept, const RemadeResult& now, bool exact = true) {
    return judge_replay({.turn = 1, .kept = &kept}, now, exact);
}

std::string drifts_of(const ReplayVerdict& verdict) {
    std::string text;
    for (const Drift& drift : verdict.drifts) {
        if (!text.empty()) text += " | ";
        text += std::string(drift.what) + ": " + drift.message;
    }
    return text;
}

}

TEST_CASE("replay verdict: the same is no drift", "[cli][replay]") {
    const database::Rows rows = towns();
    const ReplayVerdict verdict =
        verdict_of(receipt(rows), {.rows = rows, .schema_hash = "5c", .tables = {"towns"}});

    CHECK(drifts_of(verdict).empty());
    CHECK(verdict.notes.empty());
    CHECK_FALSE(verdict.failure);
}

TEST_CASE("replay verdict: each drift is told by its name", "[cli][replay]") {
    const database::Rows rows = towns();
    const chat::Step kept = receipt(rows);
    const auto drifts = [&](const database::Rows& now, bool exact, std::string schema = "5c") {
        return drifts_of(verdict_of(kept,
                                    {.rows = now,
                                     .schema_hash = std::move(schema),
                                     .tables = {"towns"},
                                     .kept_rows = [&] { return std::optional(rows); }},
                                    exact));
    };
    database::Rows changed = towns("Lima"), longer = towns(), renamed = towns();
    longer.append(database::Kind::text, "Rom");
    longer.append(database::Kind::integer, "3");
    renamed.columns[0].declared_type = "VARCHAR";
    renamed.columns[1].name = "count";

    CHECK(drifts(rows, true, "5d") == "schema: a column, type or key of towns is not what it was");
    CHECK(drifts_of(judge_replay({.kept = &kept},
                                 {.rows = rows, .schema_hash = "5d", .tables = {"lands", "towns"}},
                                 false)) ==
          "schema: a column, type or key of one of its tables (lands, towns) is not what it was");
    CHECK(drifts(changed, false).empty());
    CHECK(drifts(changed, true) == "result: 1 row new, 1 row gone");
    CHECK(drifts(longer, false) == "shape: 3 rows, not 2 rows");
    CHECK(drifts(longer, true) == "shape: 3 rows, not 2 rows | result: 1 row new, 0 rows gone");
    CHECK(drifts(renamed, true) ==
          "shape: column 1 is city VARCHAR, not city TEXT; column 2 is count, not n");
}

TEST_CASE("replay verdict: another order counts where the statement asks for one",
          "[cli][replay]") {
    const database::Rows rows = towns();
    const database::Rows turned = results::sample_rows(
        {"city", "n"},
        {text_cell("Bern"), integer_cell("2"), text_cell("Oslo"), integer_cell("1")});
    database::Rows now = turned;
    now.columns = rows.columns;

    CHECK(drifts_of(verdict_of(receipt(rows), {.rows = now, .schema_hash = "5c"})).empty());
    CHECK(drifts_of(verdict_of(receipt(rows, true),
                               {.rows = now, .order_counts = true, .schema_hash = "5c"})) ==
          "result: the same rows in another order");
}

TEST_CASE("replay verdict: rows of a cut result are compared only in an order", "[cli][replay]") {
    database::Rows rows = towns(), now = towns("Lima");
    rows.truncated = now.truncated = true;

    const ReplayVerdict without = verdict_of(receipt(rows), {.rows = now, .schema_hash = "5c"});
    CHECK(without.drifts.empty());
    CHECK(without.notes.at(0) ==
          "its rows are not compared: the result was cut, and the statement asks for no order");
    CHECK(drifts_of(verdict_of(receipt(rows, true),
                               {.rows = now, .order_counts = true, .schema_hash = "5c"})) ==
          "result: other rows");
    now.truncated = false;
    CHECK(drifts_of(verdict_of(receipt(rows), {.rows = now, .schema_hash = "5c"})) ==
          "shape: 2 rows, not more than 2 rows");
}

TEST_CASE("replay verdict: a limit that is lower now is no drift", "[cli][replay]") {
    const chat::Step kept = receipt(towns());
    database::Rows now =
        results::sample_rows({"city", "n"}, {text_cell("Oslo"), integer_cell("1")});
    now.columns = towns().columns;
    now.truncated = true;

    const ReplayVerdict verdict = verdict_of(kept, {.rows = now, .schema_hash = "5c"});

    CHECK(verdict.drifts.empty());
    REQUIRE(verdict.failure);
    CHECK(verdict.failure->code == Errc::limit);
    CHECK(verdict.failure->message == "only the first 1 of 2 rows were read");
    CHECK(verdict.failure->hint == "read them all: --max-rows 3");
}

TEST_CASE("replay verdict: what has no receipt is noted, not drifted", "[cli][replay]") {
    const database::Rows rows = towns();
    chat::Step old = receipt(rows);
    old.schema_hash = old.shape_hash = old.result_hash = "";

    const ReplayVerdict verdict = verdict_of(old, {.rows = towns("Lima"), .schema_hash = "5c"});
    CHECK(verdict.drifts.empty());
    CHECK(verdict.notes.at(0) ==
          "it was made before receipts were kept: only its number of rows is compared");
    chat::Step half = receipt(rows);
    half.schema_hash.clear();
    CHECK(verdict_of(half, {.rows = rows, .schema_hash = "5c"}).notes.at(0) ==
          "its tables are not compared: they were not known for certain when it was read");
}

TEST_CASE("replay verdict: a statement that no longer fits has drifted, a slow one has not",
          "[cli][replay]") {
    CHECK(drifts_of(verdict_on_failure({Errc::bad_input, "no such column: n"})) ==
          "schema: its statement does not run: no such column: n");
    const ReplayVerdict slow = verdict_on_failure({Errc::timeout, "too slow"});
    CHECK(slow.drifts.empty());
    CHECK(slow.failure->message == "too slow");
}

TEST_CASE("replay verdict: changes in words where little is known", "[cli][replay]") {
    const database::Rows rows = towns();
    database::Rows narrow = results::sample_rows({"city"}, {text_cell("Oslo")});
    narrow.columns[0].declared_type = "TEXT";

    CHECK(column_change(rows, nullptr) == "other columns: city TEXT, n");
    CHECK(column_change(narrow, &rows) == "1 columns, not 2");
    CHECK(row_change(rows, nullptr) == "other rows");
    CHECK(row_change(rows, &rows) == "other rows");
}

}
