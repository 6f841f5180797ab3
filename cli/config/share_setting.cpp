#include "cli/config/share_setting.h"

#include "cli/config/config_settings.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace askdb::cli {
namespace {

constexpr std::string_view share_key_name = "share";

tools::SharingRule rule_of_file(const FileConfig& file) {
    return {.level = file.share.value_or(tools::ShareLevel::rows), .masks = file.mask};
}

tools::SharingRule rule_of_database(const DatabaseConfig& known) {
    return {.level = known.share.value_or(tools::ShareLevel::rows), .masks = known.mask};
}

}

Result<tools::ShareLevel> read_share(std::string_view text, std::string_view where) {
    if (const auto level = tools::find_share_level(trim(text))) return *level;
    const std::vector<std::string> known(tools::share_levels.begin(), tools::share_levels.end());
    return Error{Errc::usage,
                 fmt::format("{} knows no level '{}' of sharing", where, visible(text)),
                 did_you_mean(nearest(text, known, 1), "one of: " + join(known, ", "))};
}

Result<tools::SharingRule> merge_sharing(const ConfigSources& sources) {
    tools::SharingRule rule;
    if (sources.user) rule = rule_of_file(sources.user->config);
    if (sources.project) rule.tighten(rule_of_file(sources.project->config));
    const std::string variable = sources.environment.get(share_variable);
    if (!variable.empty()) {
        const auto level = read_share(variable, fmt::format("the variable {}", share_variable));
        if (!level) return level.error();
        rule.level = level.value();
    }
    if (!sources.args.share.empty()) {
        const auto level = read_share(sources.args.share, "option '--share'");
        if (!level) return level.error();
        rule.level = level.value();
    }
    return rule;
}

tools::Sharing sharing_of(const Config& config, std::span<const OpenName> open) {
    tools::Sharing sharing{.common = config.sharing};
    for (const OpenName& database : open) {
        tools::SharingRule rule;
        for (const DatabaseConfig& known : config.known_databases) {
            const bool is_meant =
                known.name == database.configured || equal_ignoring_case(known.name, database.name);
            if (is_meant) rule.tighten(rule_of_database(known));
        }
        sharing.databases.push_back({.database = database.name, .rule = std::move(rule)});
    }
    for (const DatabaseConfig& known : config.known_databases) {
        const bool is_open = std::any_of(open.begin(), open.end(), [&](const OpenName& database) {
            return equal_ignoring_case(known.name, database.name);
        });
        if (!is_open)
            sharing.elsewhere.push_back({.database = known.name, .rule = rule_of_database(known)});
    }
    return sharing;
}

Setting share_setting(const ConfigSources& sources, const tools::SharingRule& merged) {
    Setting setting{.key = std::string(share_key_name),
                    .value = std::string(tools::name_of(merged.level)),
                    .from = {"built in"}};
    if (!sources.args.share.empty()) {
        setting.from = {"--share"};
    } else if (!sources.environment.get(share_variable).empty()) {
        setting.from = {std::string(share_variable)};
    } else {
        for (const auto* file : {&sources.project, &sources.user}) {
            if (!*file || (*file)->config.share != merged.level) continue;
            setting.from = {
                fmt::format("{}:{}", (*file)->path, (*file)->config.line_of("", share_key_name))};
            break;
        }
    }
    return setting;
}

}
