#pragma once

#include "cli/config/config_settings.h"
#include "cli/findings.h"
#include "cli/render/output.h"

#include <span>

namespace askdb::cli {

/// `config check` and `doctor` with --output json: one object on one line, as
/// {"ok", "exit_code", "findings": [{"verdict", "about", "message", "fix"}]}.
void print_findings_json(Output& output, std::span<const Finding> findings, int exit_code);

/// `config show --output json`: {"settings": [{"table", "key", "value", "from"}]}.
void print_settings_json(Output& output, std::span<const Setting> settings);

/// `config path --output json`: {"files": [{"path", "kind", "state"}]}.
struct ShownPlace {
    std::string path;
    std::string kind;   ///< "user" or "project".
    std::string state;  ///< "read", "missing", or why it is not read.
};
void print_places_json(Output& output, std::span<const ShownPlace> places);

}
