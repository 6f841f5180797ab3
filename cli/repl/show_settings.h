#pragma once

#include <span>
#include <string>
#include <string_view>

namespace askdb::cli::repl {

struct ShowSettings;
class Shell;

/// One of the ways in which results are shown. The record is the only truth: /set, the commands
/// that set one alone, and the manual read it.
struct ShowSetting {
    std::string_view name;
    std::string_view values;  ///< "on|off"; what else it takes in capitals: "FORMAT".
    std::string_view summary;
    std::string (*value)(const ShowSettings& settings);
    /// Throws Failure(usage) for what it does not take.
    void (*set)(ShowSettings& settings, std::string_view value);
};

std::span<const ShowSetting> all_show_settings();

/// Null: there is none.
const ShowSetting* find_show_setting(std::string_view name);

/// Sets it, and tells how it is now. Throws Failure(usage), also for a name that is none.
void change_show_setting(Shell& shell, std::string_view name, std::string_view value);

}
