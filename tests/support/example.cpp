#include "tests/support/example.h"

#include "libagent/base/text.h"
#include "tests/built_paths.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <stdexcept>
#include <stdio.h>
#include <sys/wait.h>

namespace askdb::test {

CommandEnd run_command(const std::string& command) {
    FILE* pipe = popen(command.c_str(), "re");
    if (!pipe) throw std::runtime_error("popen failed");
    CommandEnd end;
    std::array<char, 4096> buffer;
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe))
        end.out.append(buffer.data(), got);
    const int status = pclose(pipe);
    end.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return end;
}

std::string shell_word(const std::string& text) {
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

const std::string& example_script(const std::string& name) {
    static std::map<std::string, std::string> scripts;
    static std::mutex mutex;  // Guards scripts; what is in it never moves.
    const std::lock_guard lock(mutex);
    std::string& script = scripts[name];
    if (script.empty()) {
        std::ifstream file(ASKDB_SOURCE_DIR "/examples/" + name + ".sql", std::ios::binary);
        script.assign(std::istreambuf_iterator<char>(file), {});
    }
    return script;
}

std::vector<std::string> example_rows(const std::string& path, const std::string& sql) {
    std::vector<std::string> rows;
    sqlite3* db = nullptr;
    sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
    const auto collect = [](void* into, int columns, char** values, char**) {
        std::string row;
        for (int i = 0; i < columns; ++i) {
            if (i > 0) row += '|';
            row += values[i] ? values[i] : "";
        }
        static_cast<std::vector<std::string>*>(into)->push_back(row);
        return 0;
    };
    const int status = sqlite3_exec(db, sql.c_str(), collect, &rows, nullptr);
    sqlite3_close(db);
    INFO(sql);
    REQUIRE(status == SQLITE_OK);
    return rows;
}

std::string example_value(const std::string& path, const std::string& sql) {
    const auto rows = example_rows(path, sql);
    return rows.empty() ? "" : rows[0];
}

void check_portable(const std::string& script, std::size_t max_bytes) {
    constexpr std::size_t max_rows_per_insert = 200;
    std::size_t rows = 0, most_rows = 0;
    for (const std::string& line : split(script, '\n')) {
        rows = line.starts_with('(') ? rows + 1 : 0;
        most_rows = std::max(most_rows, rows);
    }

    CHECK(script.size() < max_bytes);
    CHECK(is_valid_utf8(script));
    CHECK(most_rows <= max_rows_per_insert);
    for (const char* foreign : {"\\", "\"", "`", "[", "AUTO", "IF NOT", "PRAGMA", "SERIAL"})
        CHECK(script.find(foreign) == std::string::npos);
}

}
