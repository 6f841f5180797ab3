#pragma once

#include "cli/config/config.h"

#include <string>
#include <vector>

namespace askdb::cli {

struct Setting;

/// The variable that names another store than the configuration, or says "off".
inline constexpr std::string_view sessions_variable = "ASKDB_SESSIONS";

/// Where conversations are kept when nobody says where; empty without a home. Pure.
std::string usual_sessions_store(const Environment& environment);

/// What one file says, its relative path resolved. Pure.
SessionsConfig sessions_of(const FoundFile& file,
                           const std::vector<DatabaseConfig>& known_databases,
                           const Environment& environment);

/// [sessions] of the user's own file, its paths ready to open, and ASKDB_SESSIONS over it. Pure.
SessionsConfig merge_sessions(const ConfigSources& sources,
                              const std::vector<DatabaseConfig>& known_databases);

/// Of what merge_sessions() made, all that is in force, as list_settings() shows it. Pure.
std::vector<Setting> list_sessions_settings(const ConfigSources& sources,
                                            const SessionsConfig& merged);

}
