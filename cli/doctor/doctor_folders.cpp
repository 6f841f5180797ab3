#include "cli/doctor/doctor_checks.h"
#include "cli/kept_folder.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <sys/stat.h>

namespace askdb::cli {

std::vector<Finding> check_folders(const Environment& environment) {
    std::vector<Finding> findings;
    for (const KeptFolder& folder : kept_folders) {
        const std::string path = folder_path(folder, environment);
        struct stat info = {};
        if (path.empty() || ::stat(path.c_str(), &info) != 0) continue;  // Made when needed.
        // A configuration that others may read holds no secret; one that they may write runs
        // commands.
        const bool is_configuration = folder.variable == configuration_folder.variable;
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
