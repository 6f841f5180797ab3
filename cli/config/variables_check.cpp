#include "cli/config/variables_check.h"

#include "cli/config/sessions_setting.h"
#include "cli/config/share_setting.h"
#include "cli/config/theme_setting.h"
#include "cli/environment.h"
#include "cli/limits.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {

std::vector<Finding> check_variables(const Environment& environment) {
    std::vector<std::string> known = {"ASKDB_DATABASE",
                                      "ASKDB_MODEL",
                                      "ASKDB_PASSWORD",
                                      "ASKDB_CONFIG",
                                      "ASKDB_PAGER",
                                      std::string(share_variable),
                                      std::string(theme_variable),
                                      std::string(sessions_variable)};
    for (const LimitSpec& limit : all_limits()) known.emplace_back(limit.variable);
    std::vector<Finding> findings;
    for (const std::string& name : environment.names_from("ASKDB_")) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const std::vector<std::string> near = nearest(name, known, 1);
        if (near.empty()) continue;
        findings.push_back({.verdict = Verdict::warning,
                            .about = "config",
                            .message = fmt::format("the variable {} is not known", visible(name)),
                            .fix = did_you_mean(near)});
    }
    return findings;
}

}
