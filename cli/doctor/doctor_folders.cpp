#include "cli/doctor/doctor_checks.h"
#include "cli/environment.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <sys/stat.h>

namespace askdb::cli {
namespace {

/// A folder of the XDG Base Directory Specification, and where it is without its variable.
struct KeptFolder {
    std::string_view variable;
    std::string_view below_home;
    std::string_view title;
};

constexpr std::array kept_folders = {
    KeptFolder{"XDG_CONFIG_HOME", ".config", "configuration"},
    KeptFolder{"XDG_CACHE_HOME", ".cache", "cache"},
    KeptFolder{"XDG_STATE_HOME", ".local/state", "state"},
    KeptFolder{"XDG_DATA_HOME", ".local/share", "data"},
};

std::string folder_path(const KeptFolder& folder, const Environment& environment) {
    const std::string value = environment.get(folder.variable);
    if (value.starts_with('/')) return value + "/askdb";
    const std::string home = environment.get("HOME");
    return home.empty() ? std::string() : fmt::format("{}/{}/askdb", home, folder.below_home);
}

}

std::vector<Finding> check_folders(const Environment& environment) {
    std::vector<Finding> findings;
    for (const KeptFolder& folder : kept_folders) {
        const std::string path = folder_path(folder, environment);
        struct stat info = {};
        if (path.empty() || ::stat(path.c_str(), &info) != 0) continue;  // Made when needed.
        // A configuration that others may read holds no secret; one that they may write runs
        // commands.
        const bool is_configuration = folder.title == "configuration";
        const mode_t forbidden = is_configuration ? S_IWGRP | S_IWOTH : S_IRWXG | S_IRWXO;
        const bool is_open = (info.st_mode & forbidden) != 0;
        findings.push_back({.verdict = is_open ? Verdict::warning : Verdict::good,
                            .about = "files",
                            .message = fmt::format("the {} folder '{}'{}", folder.title, path,
                                                   is_open ? " is open to other users" : ""),
                            .fix = is_open
                                       ? fmt::format("chmod go-{} '{}'",
                                                     is_configuration ? "w" : "rwx", visible(path))
                                       : ""});
    }
    return findings;
}

}
