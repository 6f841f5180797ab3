#include "libagent/checks/join_reach.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

using database::Catalog;

Catalog plants() {
    Catalog catalog{{{.name = "sites",
                      .columns = {{.name = "site_id"}, {.name = "city"}},
                      .primary_key = {"site_id"}},
                     {.name = "machines",
                      .columns = {{.name = "machine_id"}, {.name = "site_id"}, {.name = "city"}},
                      .primary_key = {"machine_id"}},
                     {.name = "today", .columns = {{.name = "day"}}}}};
    catalog.tables[1].foreign_keys = {
        {.columns = {"site_id"}, .table = "sites", .referenced = {"site_id"}}};
    return catalog;
}

/// Who multiplies the rows of the first member of FROM.
std::vector<Multiplier> multipliers(const std::string& from, const ProbeAnswers& answers = {},
                                    const char* dialect = "sqlite") {
    const database::Dialect& sql = *database::find_dialect(dialect);
    const Catalog catalog = plants();
    const StatementShape statement = read_select("SELECT 1 FROM " + from, sql).value();
    const std::vector<Scope> scopes = scopes_of(statement, catalog);
    Known first(scopes[0]);
    first.add_item(0);
    return multipliers_of({scopes[0], sql, answers}, first);
}

}

TEST_CASE("join reach: by keys, the many side of a foreign key multiplies, the one side does not",
          "[checks]") {
    const auto many = multipliers("sites s JOIN machines m ON m.site_id = s.site_id");

    REQUIRE(many.size() == 1);
    CHECK(many[0].is_many);
    CHECK_FALSE(many[0].is_proven);
    CHECK(many[0].links == std::vector<std::string>{"site_id"});
    CHECK(many[0].via_column == "site_id");
    CHECK(multipliers("machines m JOIN sites s ON m.site_id = s.site_id").empty());
    CHECK(multipliers("sites s, machines m WHERE m.machine_id = 7").empty());
    CHECK(multipliers("sites s JOIN machines m ON m.machine_id > s.site_id").empty());
}

TEST_CASE("join reach: where keys do not decide, a probe does", "[checks]") {
    const std::string from = "sites s JOIN machines m ON m.city = s.city AND m.site_id < 9";
    const auto unsure = multipliers(from);

    REQUIRE(unsure.size() == 1);
    CHECK_FALSE(unsure[0].is_many);
    CHECK(unsure[0].probe.sql ==
          "SELECT 1 FROM machines m WHERE m.city IS NOT NULL AND (m.site_id < 9) GROUP BY m.city "
          "HAVING COUNT(*) > 1 LIMIT 2");
    CHECK(multipliers(from, {{unsure[0].probe.sql, Multiplicity::one}}).empty());
    const auto sure = multipliers(from, {{unsure[0].probe.sql, Multiplicity::many}});
    REQUIRE(sure.size() == 1);
    CHECK(sure[0].is_proven);
}

TEST_CASE("join reach: the probe of a member that nothing binds asks for a second row",
          "[checks]") {
    const auto cross = multipliers("sites s CROSS JOIN today");

    REQUIRE(cross.size() == 1);
    CHECK(cross[0].probe == Probe{"SELECT 1 FROM today LIMIT 2", 2});
    const auto elsewhere = multipliers("sites s CROSS JOIN today", {}, "sqlserver");
    CHECK(elsewhere[0].probe.sql == "SELECT 1 FROM today");
}

TEST_CASE("join reach: probes call tables and aliases as the statement does", "[checks]") {
    const auto probe = [](const std::string& from) {
        return multipliers(from, {}, "postgres").at(0).probe.sql;
    };

    CHECK(probe("sites s JOIN \"machines\" \"M\" ON \"M\".city = s.city AND \"M\".site_id < 9") ==
          "SELECT 1 FROM \"machines\" \"M\" WHERE \"M\".city IS NOT NULL AND (\"M\".site_id < 9) "
          "GROUP BY \"M\".city HAVING COUNT(*) > 1 LIMIT 2");
    CHECK(probe("sites s JOIN Machines ON Machines.city = s.city") ==
          "SELECT 1 FROM Machines WHERE Machines.city IS NOT NULL GROUP BY Machines.city HAVING "
          "COUNT(*) > 1 LIMIT 2");
    CHECK(probe("sites s JOIN machines AS chines ON chines.city = s.city")
              .starts_with("SELECT 1 FROM machines chines WHERE"));
}

}
