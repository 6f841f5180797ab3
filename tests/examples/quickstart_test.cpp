#include "libagent/base/text.h"
#include "tests/built_paths.h"
#include "tests/support/example.h"
#include "tests/support/program.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace askdb::test {
namespace {

const std::string quickstart = shell_word(ASKDB_SOURCE_DIR "/examples/quickstart.sh");

/// The questions that quickstart.sh shows to who gives it none.
std::vector<std::string> suggested_questions() {
    std::vector<std::string> questions;
    for (const std::string& line : split(run_command(quickstart + " 2>&1").out, '\n')) {
        const auto begin = line.find('"'), end = line.rfind('"');
        if (begin < end) questions.push_back(line.substr(begin + 1, end - begin - 1));
    }
    return questions;
}

/// What is true, counted by hand with: SELECT site, count(*) FROM overdue_work_orders GROUP BY site
const std::map<std::string, std::string> overdue_by_site = {
    {"Almería Packing Plant", "14"},
    {"Bristol Distribution Centre", "7"},
    {"Brno Dairy", "12"},
    {"Gdańsk Cold Store", "3"},
    {"Göteborg Harbour Works", "9"},
    {"Leipzig Bakery", "10"},
    {"Lyon Bottling Plant", "12"},
    {"O'Brien Mill", "6"},
    {"Porto Cannery", "8"},
    {"Rotterdam Terminal", "9"},
    {"Trieste Roastery", "6"},
    {"Valencia Juice Plant", "1"},
};

}

TEST_CASE("quickstart: without a question it says how it is used", "[examples]") {
    const auto end = run_command(quickstart + " 2>/dev/null");

    CHECK(end.exit_code == 2);
    CHECK(end.out.empty());
    CHECK(suggested_questions().size() == 3);
}

TEST_CASE("quickstart: the first question of the README has the true answer", "[examples]") {
    const TempDatabase file(maintenance_script());

    const auto end = run_program({.arguments = {"-d", file.path(), "-m", "offline", "--data", "csv",
                                                "How many work orders are overdue by site?"}});

    CHECK(end.exit_code == 0);
    const auto lines = split(end.out, '\n');
    for (const auto& [site, count] : overdue_by_site) {
        INFO(end.out);
        CHECK(std::count(lines.begin(), lines.end(), site + "," + count) == 1);
    }
}

TEST_CASE("quickstart: every question that it suggests is answered", "[examples]") {
    const TempDatabase file(maintenance_script());

    for (const std::string& question : suggested_questions()) {
        const auto end = run_program({.arguments = {"-d", file.path(), "-m", "offline", question}});

        INFO(question << "\n" << end.out << end.err);
        CHECK(end.exit_code == 0);
        CHECK_FALSE(end.out.empty());
    }
}

}
