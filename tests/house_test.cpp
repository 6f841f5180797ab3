// The rules of the house that a compiler does not check: sizes, lists that name real files, a test
// for every file, words that have no place here. A rule that fails prints file and line. Who may
// include whom is in house_includes_test.cpp.
#include "tests/support/house.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {
namespace {

constexpr std::size_t max_file_lines = 400;
constexpr std::size_t max_function_lines = 60;
constexpr std::size_t max_cmake_lines = 60;

/// Lines of C++ under the folders where one of the words stands in code.
Findings find_words(const std::vector<std::string_view>& folders,
                    const std::vector<std::string>& words) {
    Findings findings;
    for (const HouseFile& file : house()) {
        const bool inside = std::any_of(folders.begin(), folders.end(),
                                        [&](std::string_view f) { return file.is_under(f); });
        if (!inside || !file.is_code()) continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string code = code_without_texts(file.lines[i]);
            for (const std::string& word : words) {
                if (code.find(word) != std::string::npos) findings.push_back(at(file, i, word));
            }
        }
    }
    return findings;
}

/// Whether a line that starts in the first column can begin a function.
bool may_begin_function(const std::string& line) {
    return !line.empty() && std::string_view(" }#/)").find(line[0]) == std::string_view::npos &&
           !line.starts_with("namespace") && !line.starts_with("public");
}

/// Functions longer than the limit. clang-format puts the first and the last line of those outside
/// a class into the first column.
void find_long_functions(const HouseFile& file, Findings& findings) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        if (may_begin_function(file.lines[i])) begin = i;
        const bool is_function = file.lines[begin].find('(') != std::string::npos;
        if (file.lines[i] == "}" && is_function && i - begin + 1 > max_function_lines)
            findings.push_back(at(file, begin, std::to_string(i - begin + 1) + " lines"));
    }
}

/// `sample` of `TOOL(sample)`, `export` of `COMMAND(export_, …`; empty for a line that names no
/// file: rows of a table (vendors, options, prices), and what goes on from the line before.
std::string listed_name(const std::string& line) {
    const auto open = line.find('(');
    const std::string list = line.substr(0, open);
    const bool is_macro = open != std::string::npos &&
                          std::all_of(list.begin(), list.end(),
                                      [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
    if (!is_macro || list == "VENDOR" || list == "OPTION" || list == "PRICE") return {};
    std::string name = line.substr(open + 1, line.find_first_of(",)", open) - open - 1);
    if (name.ends_with('_')) name.pop_back();
    return name;
}

/// Files, or whole folders, without tests of their own name, and the test that covers them: parts
/// that only one other file uses, and plug-ins, which the test of their list goes through.
const std::map<std::string, std::string> tested_elsewhere = {
    {"libagent/database/dialects/", "tests/libagent/database/dialect_test.cpp"},
    {"libagent/database/connection.cpp", "tests/libagent/database/database_cache_test.cpp"},
    {"libagent/database/odbc/catalog_cells.cpp",
     "tests/libagent/database/odbc/odbc_catalog_test.cpp"},
    {"libagent/database/odbc/connect_errors.cpp",
     "tests/libagent/database/odbc/odbc_failure_test.cpp"},
    {"libagent/database/odbc/generic_catalog.cpp",
     "tests/libagent/database/odbc/generic_server_test.cpp"},
    {"libagent/database/odbc/generic_writer.cpp",
     "tests/libagent/database/odbc/generic_server_test.cpp"},
    {"libagent/database/odbc/installed_odbc.cpp",
     "tests/libagent/database/odbc/odbc_route_test.cpp"},
    {"libagent/database/odbc/mysql_catalog.cpp",
     "tests/libagent/database/odbc/odbc_catalog_test.cpp"},
    {"libagent/database/odbc/mysql_server.cpp", "tests/libagent/database/odbc/odbc_walls_test.cpp"},
    {"libagent/database/odbc/mysql_writer.cpp",
     "tests/libagent/database/odbc/odbc_write_connection_test.cpp"},
    {"libagent/database/odbc/odbc_api.cpp", "tests/libagent/database/odbc/odbc_values_test.cpp"},
    {"libagent/database/odbc/odbc_columns.cpp",
     "tests/libagent/database/odbc/odbc_values_test.cpp"},
    {"libagent/database/odbc/odbc_connection.cpp",
     "tests/libagent/database/odbc/odbc_failure_test.cpp"},
    {"libagent/database/odbc/odbc_handle.cpp", "tests/libagent/database/odbc/odbc_stop_test.cpp"},
    {"libagent/database/odbc/odbc_reader.cpp", "tests/libagent/database/odbc/odbc_values_test.cpp"},
    {"libagent/database/odbc/odbc_server.cpp", "tests/libagent/database/odbc/odbc_walls_test.cpp"},
    {"libagent/database/odbc/odbc_session.cpp", "tests/libagent/database/odbc/odbc_stop_test.cpp"},
    {"libagent/database/odbc/odbc_source.cpp",
     "tests/libagent/database/odbc/odbc_failure_test.cpp"},
    {"libagent/database/odbc/odbc_writer.cpp",
     "tests/libagent/database/odbc/odbc_write_connection_test.cpp"},
    {"libagent/database/odbc/postgres_catalog.cpp",
     "tests/libagent/database/odbc/odbc_catalog_test.cpp"},
    {"libagent/database/odbc/psqlodbc_log.cpp", "tests/cli/program_servers_test.cpp"},
    {"libagent/database/odbc/postgres_server.cpp",
     "tests/libagent/database/odbc/odbc_walls_test.cpp"},
    {"libagent/database/odbc/postgres_writer.cpp",
     "tests/libagent/database/odbc/odbc_write_connection_test.cpp"},
    {"libagent/database/sqlite/", "tests/libagent/database/sqlite/sqlite_source_test.cpp"},
    {"libagent/loop/prompt.cpp", "tests/libagent/loop/ask_test.cpp"},
    {"libagent/loop/step.cpp", "tests/libagent/loop/ask_test.cpp"},
    {"libagent/loop/turn_clock.cpp", "tests/libagent/loop/ask_test.cpp"},
    {"libagent/models/answer_stream.cpp", "tests/libagent/models/openai_stream_test.cpp"},
    {"libagent/models/complete_calls.cpp", "tests/libagent/models/openai_stream_test.cpp"},
    {"libagent/models/http_model.cpp", "tests/libagent/models/openai_test.cpp"},
    {"libagent/models/request_parts.cpp", "tests/libagent/models/anthropic_request_json_test.cpp"},
    {"libagent/tools/", "tests/libagent/tools/tool_test.cpp"},
};

/// The test of a file: `x_test.cpp` in the mirrored folder, for a part `x_y.cpp` also that of `x`.
bool is_tested(const HouseFile& file) {
    for (const auto& [place, test] : tested_elsewhere) {
        if (file.is_under(place)) return exists_in_house(test);
    }
    std::string stem = file.path.substr(0, file.path.size() - 4);
    const std::size_t folder = file.folder().size();
    while (!exists_in_house("tests/" + stem + "_test.cpp")) {
        const auto cut = stem.rfind('_');
        if (cut == std::string::npos || cut <= folder) return false;
        stem.resize(cut);
    }
    return true;
}

}

TEST_CASE("house: every header has its guard, and opens no namespace for others", "[house]") {
    Findings findings;
    for (const HouseFile& file : house()) {
        if (!file.is_header()) continue;
        if (std::count(file.lines.begin(), file.lines.end(), "#pragma once") != 1)
            findings.push_back(file.path + ": no #pragma once");
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            if (code_of(file.lines[i]).starts_with("using namespace"))
                findings.push_back(at(file, i, "using namespace in a header"));
        }
    }

    CHECK(findings == Findings{});
}

TEST_CASE("house: the library neither prints nor reads the environment", "[house]") {
    const Findings findings = find_words(
        {"libagent/", "sessions/"}, {"getenv", "setlocale", "std::cout", "std::cerr", "std::clog",
                                     "fmt::print", "std::printf", "fprintf", "std::puts", "fputs"});

    CHECK(findings == Findings{});
}

TEST_CASE("house: coroutines stay in cli/serve", "[house]") {
    const Findings findings =
        find_words({"libagent/", "sessions/"}, {"co_await", "co_return", "co_yield"});

    CHECK(findings == Findings{});
}

TEST_CASE("house: files, functions and build scripts stay short", "[house]") {
    Findings findings;
    for (const HouseFile& file : house()) {
        const bool is_cmake = file.path.ends_with("CMakeLists.txt");
        const std::size_t limit = is_cmake ? max_cmake_lines : max_file_lines;
        if ((is_cmake || file.is_code()) && file.lines.size() > limit)
            findings.push_back(file.path + ": " + std::to_string(file.lines.size()) + " lines");
        if (file.is_cpp()) find_long_functions(file, findings);
    }

    CHECK(findings == Findings{});
}

TEST_CASE("house: every line of a list names a file", "[house]") {
    Findings findings;
    for (const HouseFile& file : house()) {
        if (!file.path.ends_with(".def")) continue;
        const std::string rooms = file.path.substr(0, file.path.size() - 4) + "/";
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string name = listed_name(file.lines[i]);
            if (name.empty()) continue;
            // A command with many parts has a folder of its own.
            const std::string own_folder = file.folder() + name + "/";
            if (!exists_in_house(file.folder() + name + ".cpp") &&
                !exists_in_house(own_folder + name + ".cpp") &&
                !exists_in_house(rooms + name + ".cpp"))
                findings.push_back(at(file, i, "no file '" + name + ".cpp'"));
        }
    }

    CHECK(findings == Findings{});
}

TEST_CASE("house: every source file of the library has its test", "[house]") {
    Findings findings;
    for (const HouseFile& file : house()) {
        const bool is_library = file.is_under("libagent/") || file.is_under("sessions/");
        if (file.is_cpp() && is_library && !is_tested(file)) findings.push_back(file.path);
    }
    for (const auto& [path, test] : tested_elsewhere) {
        if (!exists_in_house(path)) findings.push_back(path + " is listed but not there");
    }

    CHECK(findings == Findings{});
}

TEST_CASE("house: nothing is left to do, and nothing tells of the workplace", "[house]") {
    const std::vector<std::string> words = {std::string("TO") + "DO", std::string("FIX") + "ME",
                                            std::string("/wo") + "rk/", std::string("/ro") + "ot/",
                                            std::string("/tmp") + "/w/"};
    Findings findings;
    for (const HouseFile& file : house()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            for (const std::string& word : words) {
                if (file.lines[i].find(word) != std::string::npos)
                    findings.push_back(at(file, i, word));
            }
        }
    }

    CHECK(findings == Findings{});
}

}
