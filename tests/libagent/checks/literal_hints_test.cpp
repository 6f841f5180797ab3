#include "libagent/checks/literal_hints.h"

#include "tests/support/sanitized.h"

#include <catch2/catch.hpp>

#include <chrono>

namespace askdb::checks {
namespace {

using Values = std::vector<std::string>;

const Values plants = {"North Plant", "South Plant",  "Zürich-West", "São Paulo",
                       "Berlin",      "Gear Box 200", "Main Street", "O'Brien & Sons"};

std::string nearest(const char* literal) {
    const Values found = nearest_values(literal, plants);
    return found.empty() ? "" : found.front();
}

}

TEST_CASE("literal hints: case, accents, blanks, signs, number, order and letters", "[checks]") {
    CHECK(nearest("north plant") == "North Plant");
    CHECK(nearest("  North   Plant ") == "North Plant");
    CHECK(nearest("NorthPlant") == "North Plant");
    CHECK(nearest("North Plants") == "North Plant");
    CHECK(nearest("Plant, North") == "North Plant");
    CHECK(nearest("Nort Plant") == "North Plant");
    CHECK(nearest("Zurich West") == "Zürich-West");
    CHECK(nearest("Sao Paulo") == "São Paulo");
    CHECK(nearest("Berlim") == "Berlin");
    CHECK(nearest("gearboxes 200") == "Gear Box 200");
    CHECK(nearest("obrien and sons").find("Brien") != std::string::npos);
    CHECK(nearest("Main") == "Main Street");
    CHECK(nearest("the Berlin office") == "Berlin");
    CHECK(nearest("Timbuktu").empty());
    CHECK(nearest("").empty());
    CHECK(nearest("%%").empty());
}

TEST_CASE("literal hints: the nearest comes first, and never too many", "[checks]") {
    const Values values = {"North Planet", "north plant", "North Plant 2", "NORTH PLANT", "Nord"};

    CHECK(nearest_values("North Plant", values, 2) == Values{"NORTH PLANT", "north plant"});
    CHECK(nearest_values("North Plan", values).front() == "NORTH PLANT");
}

TEST_CASE("literal hints: huge values and many of them cost little", "[checks]") {
    Values values(5'000, "Some value of a column with a good many letters");
    values.push_back(std::string(1'000'000, 'x'));
    const auto begin = std::chrono::steady_clock::now();

    CHECK(nearest_values(std::string(10'000, 'y'), values).empty());
    CHECK(nearest_values("Sme value of a colum with a god many leters", values).size() == 3);

    CHECK(std::chrono::steady_clock::now() - begin < test::patience(std::chrono::seconds(5)));
}

TEST_CASE("literal hints: whether a comparison finds a value is the dialect's matter", "[checks]") {
    const auto& sqlite = *database::find_dialect("sqlite");
    const auto& postgres = *database::find_dialect("postgres");
    const auto& mysql = *database::find_dialect("mysql");

    CHECK_FALSE(finds_value({}, "berlin", "Berlin", sqlite));
    CHECK(finds_value({}, "berlin", "Berlin", mysql));
    CHECK(finds_value({}, "Zurich", "Zürich", mysql));
    CHECK(finds_value({.is_pattern = true}, "zur%", "Zürich", mysql));
    CHECK_FALSE(finds_value({}, "Zurich", "Zürich", sqlite));
    CHECK(finds_value({.ignores_case = true}, "berlin", "Berlin", postgres));
    CHECK(finds_value({.function = "lower"}, "berlin", "Berlin", postgres));
    CHECK_FALSE(finds_value({.function = "lower"}, "Berlin", "Berlin", postgres));
    CHECK(finds_value({.function = "trim"}, "Berlin", " Berlin ", postgres));
    CHECK(finds_value({.is_pattern = true}, "%ERL%", "Berlin", sqlite));
    CHECK_FALSE(finds_value({.is_pattern = true}, "%ERL%", "Berlin", postgres));
    CHECK(finds_value({.is_pattern = true}, "B_rl%n", "Bärlin", postgres));
    CHECK_FALSE(finds_value({.is_pattern = true}, "B_rl", "Berlin", postgres));
    CHECK(pattern_core("%North%Pl_") == "North");
    CHECK(pattern_core("%_%").empty());
}

TEST_CASE("literal hints: of a secret column no likeness is told", "[checks][share]") {
    using Found = LiteralLookup::Found;
    const auto message = [](Found found, bool is_pattern) {
        LiteralLookup lookup{"people.mail", "ana", found};
        lookup.is_pattern = is_pattern;
        lookup.is_secret = true;
        return zero_rows_finding(std::vector{lookup}).message;
    };

    CHECK(message(Found::near, false) == message(Found::missing, false));
    CHECK(message(Found::near, true) == message(Found::exact, true));
    CHECK(message(Found::missing, true) == message(Found::exact, true));
    CHECK(message(Found::exact, false).find("has 'ana'") != std::string::npos);
}

TEST_CASE("literal hints: the finding says what is there, and how sure that is", "[checks]") {
    using Found = LiteralLookup::Found;
    const LiteralLookup near{"sites.name", "Nort", Found::near, {"North", "It's"}};
    const LiteralLookup missing{"sites.name", "Zzz", Found::missing, {}};
    const LiteralLookup exact{"sites.name", "North", Found::exact, {}};
    const LiteralLookup unknown{"sites.name", "Q", Found::unknown, {}};
    const auto finding = [](std::vector<LiteralLookup> lookups) {
        return zero_rows_finding(lookups);
    };

    CHECK(finding({near}).message ==
          "no row has sites.name = 'Nort'; nearest values there: 'North', 'It''s'");
    CHECK(finding({near, missing}).literals == "near");
    CHECK(finding({near, missing}).absent == Values{"Nort", "Zzz"});
    CHECK(finding({exact, missing}).literals == "missing");
    const LiteralLookup unlike{"sites.name", "Yyy", Found::not_as_written, {}};
    CHECK(finding({exact, unlike}).literals == "unknown");
    CHECK(finding({exact, unlike}).absent.empty());
    CHECK(finding({unlike}).message.starts_with("sites.name has no 'Yyy' as it is written; "));
    CHECK(finding({missing}).message == "sites.name has no 'Zzz', nor anything like it");
    CHECK(finding({exact}).literals == "found");
    CHECK(finding({exact, unknown}).literals == "unknown");
    CHECK(finding({}).literals == "none");
    CHECK(finding({}).check == "zero_rows");
}

}
