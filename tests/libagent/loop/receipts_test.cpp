#include "libagent/loop/receipts.h"

#include "libagent/results/receipt.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::calls;
using test::queries;
using test::says;

}

TEST_CASE("receipts: a step says where its rows are from, and what they can be compared by",
          "[loop][receipt]") {
    AgentFixture fixture({queries("SELECT city FROM customers"), says("Done.")});

    const chat::Step step = fixture.ask("Which cities?").workflow.at(0);

    CHECK(step.database == "shop");
    const results::StoredResult& result = fixture.conversation.results.all().front();
    CHECK(step.result_hash == results::result_hash(result.rows, false));
    CHECK(step.shape_hash ==
          results::shape_hash(result.rows.columns, results::TypesFrom::database));
    const database::Catalog& catalog = fixture.database.catalog({});
    const database::Table* const table = catalog.find_table("customers");
    CHECK(step.schema_hash == results::schema_hash(std::vector{table}));
}

TEST_CASE("receipts: rows made of other results have no tables", "[loop][receipt]") {
    AgentFixture fixture({queries("SELECT city FROM customers"),
                          calls({{"query_results", R"({"sql":"SELECT count(*) AS n FROM r1"})"}}),
                          says("Three.")});

    const chat::Step step = fixture.ask("How many cities?").workflow.at(1);

    CHECK(step.database.empty());
    CHECK(step.schema_hash.empty());
    CHECK(step.shape_hash.size() == 32);
    CHECK(step.result_hash.size() == 32);
}

TEST_CASE("receipts: no catalog is loaded for them", "[loop][receipt]") {
    AgentFixture fixture({});
    const database::Rows rows =
        fixture.database.query("SELECT city FROM customers", {}, {}).value_or_throw();
    const results::StoredResult& result =
        fixture.conversation.results.add("shop", "SELECT city FROM customers", rows);
    chat::Step step;

    add_receipt(step, result, fixture.databases);
    CHECK(step.schema_hash.empty());
    CHECK(step.result_hash.size() == 32);
    CHECK(fixture.database.known_catalog() == nullptr);

    fixture.database.catalog({});
    add_receipt(step, result, fixture.databases);
    CHECK(step.schema_hash.size() == 32);
}

}
