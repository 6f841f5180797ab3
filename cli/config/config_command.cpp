#include "cli/args.h"
#include "cli/command.h"
#include "cli/config/config.h"
#include "cli/config/config_check.h"
#include "cli/config/config_settings.h"
#include "cli/doors.h"
#include "cli/findings.h"
#include "cli/render/output.h"
#include "cli/render/reports_json.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace askdb::cli {
namespace {

bool as_json(const CommandContext& context) {
    return context.args.output_format == OutputFormat::json;
}

/// A name that has nothing but letters, digits, `_` and `-` needs no quotes in TOML.
std::string table_header(const std::string& table) {
    const std::size_t dot = table.find('.');
    if (dot == std::string::npos) return table;
    const std::string name = table.substr(dot + 1);
    const bool is_bare = !name.empty() && name.find_first_not_of(
                                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                              "0123456789_-") == std::string::npos;
    return table.substr(0, dot + 1) + (is_bare ? name : toml_text(name));
}

int show_config(const CommandContext& context) {
    const ConfigFiles files =
        read_config_files(context.args, context.environment, context.stop).value_or_throw();
    const ConfigSources sources{files.user, files.project, context.environment, context.args};
    const Config merged = merge_config(sources).value_or_throw();
    const std::vector<Setting> settings = list_settings(sources, merged);
    if (as_json(context)) {
        print_settings_json(context.output, settings);
        return exit_answered;
    }
    std::string text, table;
    for (const Setting& setting : settings) {
        if (setting.table != table) text += fmt::format("\n[{}]\n", table_header(setting.table));
        table = setting.table;
        text += fmt::format("{} = {}  # {}\n", setting.key, toml_text(setting.value),
                            visible(join(setting.from, ", ")));
    }
    context.output.write(text);
    return exit_answered;
}

std::string state_of(const ConfigPlace& place) {
    if (!place.exists) return "missing";
    return place.ignored.empty() ? "read" : place.ignored;
}

int show_places(const CommandContext& context) {
    std::vector<ShownPlace> shown;
    for (const ConfigPlace& place : config_places(context.args, context.environment)) {
        std::error_code failed;
        const std::string absolute =
            std::filesystem::absolute(place.path, failed).lexically_normal();
        shown.push_back({failed ? place.path : absolute,
                         place.trust == Trust::user ? "user" : "project", state_of(place)});
    }
    if (as_json(context)) {
        print_places_json(context.output, shown);
        return exit_answered;
    }
    for (const ShownPlace& place : shown) {
        const std::string state = place.state == "read" ? "" : fmt::format(" ({})", place.state);
        context.output.write(visible(place.path) + state + "\n");
    }
    return exit_answered;
}

int check_config(const CommandContext& context) {
    std::vector<Finding> findings = check_configuration({.args = context.args,
                                                         .environment = context.environment,
                                                         .stop = context.stop,
                                                         .runs_commands = context.args.secrets})
                                        .findings;
    const bool has_file = std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.verdict != Verdict::warning;
    });
    if (!has_file)
        findings.push_back({.about = "config",
                            .message = "there is no file, and none is needed",
                            .fix = "see where one is looked for with: askdb config path"});
    return print_findings(context, findings);
}

}

int run_config(const CommandContext& context) {
    const std::string& what = context.args.words.front();
    if (what == "show") return show_config(context);
    return what == "path" ? show_places(context) : check_config(context);
}

}
