#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace askdb::cli::repl {

/// What the first lines of the REPL depend on; names as a person gave them, not yet made harmless.
struct WelcomeFacts {
    std::string version = {};   ///< "askdb 0.1.0"
    std::string database = {};  ///< Empty: none is chosen.
    std::string dialect = {};   ///< "SQLite"
    std::size_t databases = 0;  ///< How many are open; of several the first is `database`.
    std::optional<std::size_t> tables = {};  ///< Of `database`; nothing while nobody knows.
    std::string model = {};                  ///< Empty, or "offline": the built-in planner.
    bool has_config = false;                 ///< There is a configuration file.
    bool goes_on = false;                    ///< An earlier conversation is taken up again.
    bool can_make_example = false;           ///< `askdb init --example` works here.
    std::size_t width = 80;                  ///< Columns of the screen.
};

/// The lines above the first prompt: two or three where there is a database, else a short guide for
/// somebody who has just begun. No line is wider than the screen (nor than 100 columns, and 20 at
/// least); ends with a newline. Pure.
std::string welcome_text(const WelcomeFacts& facts);

}
