#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace askdb::test {

struct CommandEnd {
    int exit_code = -1;  ///< 128 + signal when one killed it.
    std::string out;
};

/// Runs a shell command to its end and keeps what it writes to stdout.
CommandEnd run_command(const std::string& command);

/// `text` as one word of a shell command.
std::string shell_word(const std::string& text);

/// The example databases: the names of their scripts in examples/, without ".sql".
inline constexpr const char* example_names[] = {"maintenance", "monitoring", "cloud_costs"};

/// examples/NAME.sql, whole.
const std::string& example_script(const std::string& name);
inline const std::string& maintenance_script() {
    return example_script("maintenance");
}

/// All rows of a result from an SQLite file, each as `a|b`; NULL is empty. Fails the test when the
/// statement does.
std::vector<std::string> example_rows(const std::string& path, const std::string& sql);
/// The first of them, or nothing.
std::string example_value(const std::string& path, const std::string& sql);

/// That the script is UTF-8, smaller than `max_bytes`, inserts at most 200 rows at a time, and has
/// nothing in it that only some databases read.
void check_portable(const std::string& script, std::size_t max_bytes);

}
