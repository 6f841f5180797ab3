#include "cli/config/theme_setting.h"

#include "cli/config/config_settings.h"
#include "cli/render/theme.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace askdb::cli {
namespace {

constexpr std::string_view terminal_table = "terminal", theme_key = "theme";

}

std::optional<Error> check_theme(std::string_view name) {
    if (among(theme_names, name)) return std::nullopt;
    const std::vector<std::string> known(theme_names.begin(), theme_names.end());
    return Error{
        Errc::usage, fmt::format("no theme named '{}'", visible(name)),
        did_you_mean(nearest(name, known, 1), fmt::format("known here: {}", join(known, ", ")))};
}

Result<std::string> merge_theme(const ConfigSources& sources) {
    const std::string named = sources.environment.get(theme_variable);
    if (named.empty()) {
        const std::string theme = sources.user ? sources.user->config.theme : std::string();
        return theme.empty() ? std::string(theme_names.front()) : theme;
    }
    if (auto error = check_theme(named)) {
        error->message = fmt::format("the variable {}: {}", theme_variable, error->message);
        return *error;
    }
    return named;
}

Setting theme_setting(const ConfigSources& sources, const std::string& merged) {
    Setting setting{.table = std::string(terminal_table),
                    .key = std::string(theme_key),
                    .value = merged,
                    .from = {"built in"}};
    const auto& user = sources.user;
    if (!sources.environment.get(theme_variable).empty()) {
        setting.from = {std::string(theme_variable)};
    } else if (user && !user->config.theme.empty()) {
        setting.from = {
            fmt::format("{}:{}", user->path, user->config.line_of(terminal_table, theme_key))};
    }
    return setting;
}

}
