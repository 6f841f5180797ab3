// Who may include whom: the floors of the house, and the rooms of costly and foreign headers.
#include "tests/support/house.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {
namespace {

/// Calls `rule` for every include of every C++ file.
Findings check_includes(
    const std::function<std::string(const HouseFile&, const std::string&)>& rule) {
    Findings findings;
    for (const HouseFile& file : house()) {
        if (!file.is_code()) continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string what = included(file.lines[i]);
            if (what.empty()) continue;
            const std::string why = rule(file, what);
            if (!why.empty()) findings.push_back(at(file, i, why));
        }
    }
    return findings;
}

/// The floors, from the ground up: a file includes its own room and the floors below.
const std::vector<std::vector<std::string>> floors = {
    {"libagent/base/"},
    {"libagent/chat/"},
    {"libagent/net/", "libagent/database/", "libagent/session/"},
    {"libagent/results/", "libagent/knowledge/"},
    {"libagent/checks/"},
    {"libagent/models/", "libagent/tools/", "libagent/mcp/"},
    {"libagent/loop/"},
    {"sessions/"},
    {"cli/"},
    {"examples/", "tests/"},
};

/// Made by CMake, beside the tests that are built.
constexpr std::string_view built_header = "tests/built_paths.h";

struct Room {
    std::size_t floor = 0;
    std::string name;  ///< Empty: none of the house.
};

Room room_of(std::string_view path) {
    for (std::size_t floor = 0; floor < floors.size(); ++floor) {
        for (const std::string& name : floors[floor]) {
            if (path.starts_with(name)) return {floor, name};
        }
    }
    return {};
}

/// The path in `"libagent/x.h"`; empty for `<vector>`.
std::string own_path(const std::string& what) {
    return what.starts_with('"') ? what.substr(1, what.size() - 2) : std::string();
}

/// Where a foreign header may be included. A place that ends with '/' is a folder, one that begins
/// with '_' is the end of a file's name, else it is a file.
struct ForeignRule {
    std::string_view header;
    std::vector<std::string_view> places;
};

const std::vector<ForeignRule> foreign_rules = {
    {"<nlohmann/json.hpp>",
     {"_json.cpp", "libagent/base/json.cpp", "libagent/models/", "libagent/tools/", "libagent/mcp/",
      "cli/serve/routes/", "tests/"}},
    {"<curl/", {"libagent/net/"}},
    {"<sqlite3.h>",
     {"libagent/database/sqlite/", "libagent/database/cache/cache_file.cpp", "sessions/",
      "tests/"}},
    {"<xlsxwriter.h>", {"libagent/results/writers/"}},
    {"<sodium.h>", {"sessions/"}},
    {"<md4c.h>", {"sessions/"}},
    {"<sql.h>", {"libagent/database/odbc/", "tests/drivers/"}},
    {"<sqlext.h>", {"libagent/database/odbc/", "tests/drivers/"}},
    {"<iostream>", {"cli/", "tests/"}},
    {"<regex>", {}},
    {"<getopt.h>", {}},
};

bool is_place(const HouseFile& file, std::string_view place) {
    if (place.ends_with('/')) return file.is_under(place);
    return place.starts_with('_') ? file.path.ends_with(place) : file.path == place;
}

}

TEST_CASE("house: includes go down the floors, never up or across", "[house]") {
    const Findings findings = check_includes([](const HouseFile& file, const std::string& what) {
        const Room from = room_of(file.path), to = room_of(own_path(what));
        const bool fine = to.name.empty() || to.floor < from.floor || to.name == from.name ||
                          file.is_under("tests/");
        return fine ? "" : from.name + " includes " + what;
    });

    CHECK(findings == Findings{});
}

TEST_CASE("house: the loop knows its neighbours by their interfaces only", "[house]") {
    const Findings findings = check_includes([](const HouseFile& file, const std::string& what) {
        const std::string path = own_path(what), room = room_of(path).name;
        const bool neighbour = room == "libagent/models/" || room == "libagent/tools/" ||
                               room == "libagent/session/" || room == "libagent/mcp/";
        const bool interface = path.ends_with("/model.h") || path.ends_with("/tool.h") ||
                               path.ends_with("/store.h") || path.ends_with("/archive.h");
        return file.is_under("libagent/loop/") && neighbour && !interface ? "loop includes " + what
                                                                          : "";
    });

    CHECK(findings == Findings{});
}

TEST_CASE("house: costly and foreign headers stay in their rooms", "[house]") {
    const Findings findings = check_includes([](const HouseFile& file, const std::string& what) {
        for (const ForeignRule& rule : foreign_rules) {
            const bool allowed = std::any_of(rule.places.begin(), rule.places.end(),
                                             [&](auto place) { return is_place(file, place); });
            if (what.starts_with(rule.header) && !allowed) return what + " here";
        }
        return std::string();
    });

    CHECK(findings == Findings{});
}

TEST_CASE("house: CLI11 and toml++ are compiled once", "[house]") {
    std::map<std::string, int> files_that_include;

    check_includes([&](const HouseFile& file, const std::string& what) {
        if (file.is_under("tests/")) return "";
        if (what == "<CLI/CLI.hpp>") ++files_that_include["CLI11"];
        if (what.starts_with("<toml++/")) ++files_that_include["toml++"];
        return "";
    });

    CHECK(files_that_include["CLI11"] <= 1);
    CHECK(files_that_include["toml++"] <= 1);
}

TEST_CASE("house: every include of ours is a full path that exists", "[house]") {
    const Findings findings = check_includes([](const HouseFile&, const std::string& what) {
        const std::string path = own_path(what);
        if (path.empty()) return std::string();
        if (room_of(path).name.empty()) return what + " is no path from the root";
        return exists_in_house(path) || path == built_header ? "" : what + " does not exist";
    });

    CHECK(findings == Findings{});
}

TEST_CASE("house: a source file includes its own header first", "[house]") {
    Findings findings;
    for (const HouseFile& file : house()) {
        const std::string header = file.path.substr(0, file.path.rfind('.')) + ".h";
        if (!file.is_cpp() || !exists_in_house(header)) continue;
        const auto first = std::find_if(file.lines.begin(), file.lines.end(),
                                        [](const auto& line) { return !included(line).empty(); });
        if (first == file.lines.end() || own_path(included(*first)) != header)
            findings.push_back(file.path);
    }

    CHECK(findings == Findings{});
}

}
