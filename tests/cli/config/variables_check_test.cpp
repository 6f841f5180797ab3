#include "cli/config/variables_check.h"

#include "cli/environment.h"
#include "cli/limits.h"

#include <catch2/catch.hpp>

using namespace askdb::cli;

TEST_CASE("variables check: those that askdb reads are no slips", "[config]") {
    std::map<std::string, std::string, std::less<>> variables = {{"ASKDB_MODEL", "x"},
                                                                 {"ASKDB_PASSWORD", "x"}};
    for (const LimitSpec& limit : all_limits()) variables.emplace(limit.variable, "1");

    CHECK(check_variables(Environment(variables)).empty());
    variables.emplace("ASKDB_MODLE", "x");
    REQUIRE(check_variables(Environment(variables)).size() == 1);
}
