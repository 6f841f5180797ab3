#include "libagent/checks/answer_names.h"

#include "libagent/base/stop.h"
#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string unknown_in(const std::string& answer, std::string_view question = {}) {
    static const database::Rows rows = rows_of(
        {"site|country|status", "North Plant|Germany|in progress", "South Plant|Norway|completed",
         "Brandt & Sohn|Poland|on hold", "Göteborg Harbour Works|Sweden|open"});
    static const std::vector<std::string> schema{"work_orders", "Norwegian Plant"};
    const CheckedResult result{.handle = "r1", .rows = rows};
    std::string out;
    for (const UnknownName& name : find_unknown_names({.answer = answer,
                                   .questions = {&question, 1},
                                   .results = {&result, 1},
                                   .schema_names = schema}))
        out += answer.substr(name.begin, name.end - name.begin) + " = " + name.nearest + " (" +
               name.source + "); ";
    return out;
}

}

TEST_CASE("answer names: what is nearly a value is flagged with the value", "[checks]") {
    CHECK(unknown_in("Nrth Plant has 12.") == "Nrth Plant = North Plant (r1: row 1, site); ");
    CHECK(unknown_in("The Suoth Plant has 12.") == "Suoth Plant = South Plant (r1: row 2, site); ");
    CHECK(unknown_in("It is \"in progess\" now.") ==
          "in progess = in progress (r1: row 1, status); ");
    CHECK(unknown_in("Made by Brant & Sohn.") ==
          "Brant & Sohn = Brandt & Sohn (r1: row 3, site); ");
    CHECK(unknown_in("We saw that West Plant has 9.") ==
          "West Plant = North Plant (r1: row 1, site); ");
    CHECK(unknown_in("It is Brandtt & Sohnn.") ==
          "Brandtt & Sohnn = Brandt & Sohn (r1: row 3, site); ");
}

TEST_CASE("answer names: the kind of another site is flagged at a sentence's beginning, too",
          "[checks]") {
    const database::Rows rows =
        rows_of({"site", "Lyon Bottling Plant", "Almeria Packing Plant", "Jan van 't Hof"});
    const CheckedResult result{.handle = "r1", .rows = rows};
    const auto first = [&](const std::string& answer) {
        const auto found = find_unknown_names({.answer = answer, .results = {&result, 1}});
        return found.empty() ? "" : found[0].nearest;
    };

    CHECK(first("Lyon Packing Plant has 12.") == "Lyon Bottling Plant");
    CHECK(first("Every Packing Plant has 12.").empty());
    CHECK(first("Lyon's Bottling Plant has 12.").empty());
    CHECK(first("We met Jan van 't Hoff there.") == "Jan van 't Hof");
    CHECK(first("We met Jan van 't Hof there.").empty());
}

TEST_CASE("answer names: silent about what is known, and about what it is not sure of",
          "[checks]") {
    CHECK(unknown_in("North Plant, SOUTH PLANT and Goteborg Harbour Works").empty());
    CHECK(unknown_in("German and Polish sites; the Norwegian Plant's table").empty());
    CHECK(unknown_in("Nrth Plant is not there.", "What about Nrth Plant?").empty());
    CHECK(unknown_in("However, Several Customers in March said SELECT.").empty());
    CHECK(unknown_in("`Nrth Plant` and\n```\nNrth Plant\n```").empty());
    CHECK(unknown_in("| Nrth Plant | b |\n|---|---|\n| North Plant | 1 |").empty());
    CHECK(unknown_in("North Plants and Brandt").empty());
    CHECK(unknown_in("").empty());
}

TEST_CASE("answer names: a stop ends the search", "[checks]") {
    const database::Rows rows = rows_of({"site", "North Plant"});
    const CheckedResult result{.handle = "r1", .rows = rows};
    std::stop_source stop;
    stop.request_stop();

    CHECK_THROWS_AS(
        find_unknown_names(
            {.answer = "It is the Nrth Plant.", .results = {&result, 1}, .stop = stop.get_token()}),
        Stopped);
}

}
