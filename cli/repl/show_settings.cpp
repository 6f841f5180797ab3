#include "cli/repl/show_settings.h"

#include "cli/repl/shell.h"
#include "cli/repl/typed_file.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace askdb::cli::repl {
namespace {

Failure wrong_value(std::string_view name, std::string_view values, std::string_view value) {
    return Failure({Errc::usage,
                    fmt::format("'{}' is no value of '{}'", visible(value), visible(name)),
                    fmt::format("/set {} {}", name, values)});
}

std::string on_or_off(bool is_on) {
    return is_on ? "on" : "off";
}

bool read_switch(std::string_view name, std::string_view value) {
    if (value == "on" || value == "true" || value == "1") return true;
    if (value == "off" || value == "false" || value == "0") return false;
    throw wrong_value(name, "on|off", value);
}

void set_expanded(ShowSettings& settings, std::string_view value) {
    if (value == "auto") {
        settings.expanded = Expanded::automatic;
    } else if (value == "on" || value == "off") {
        settings.expanded = value == "on" ? Expanded::on : Expanded::off;
    } else {
        throw wrong_value("expanded", "on|off|auto", value);
    }
}

std::string expanded_value(const ShowSettings& settings) {
    if (settings.expanded == Expanded::automatic) return "auto";
    return on_or_off(settings.expanded == Expanded::on);
}

/// As sqlite and duckdb call some of the formats.
std::string_view our_format(std::string_view name) {
    using Name = std::pair<std::string_view, std::string_view>;
    constexpr std::array<Name, 7> names = {{
        {"column", "table"},
        {"box", "table"},
        {"duckbox", "table"},
        {"aligned", "table"},
        {"line", "vertical"},
        {"tabs", "tsv"},
        {"jsonlines", "jsonl"},
    }};
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.first == name; });
    return found == names.end() ? name : found->second;
}

void set_data(ShowSettings& settings, std::string_view value) {
    const results::WriterSpec* const writer = results::find_writer(our_format(lower_ascii(value)));
    if (writer == nullptr) {
        std::vector<std::string> names;
        for (const results::WriterSpec* known : results::all_writers())
            if (!known->is_binary) names.emplace_back(known->name);
        throw Failure({Errc::usage, fmt::format("no format named '{}'", visible(value)),
                       did_you_mean(nearest(value, names, 1), join(names, ", "))});
    }
    if (writer->is_binary)
        throw Failure({Errc::usage, fmt::format("'{}' is no format for a terminal", writer->name),
                       fmt::format("/save FILE.{}", writer->usual_extension())});
    settings.data = writer->name;
}

constexpr std::array setting_table = {
    ShowSetting{"cite", "on|off", "below an answer, where its numbers and dates are from",
                [](const ShowSettings& settings) { return on_or_off(settings.cite); },
                [](ShowSettings& settings, std::string_view value) {
                    settings.cite = read_switch("cite", value);
                }},
    ShowSetting{"data", "FORMAT", "the format of results: see /data",
                [](const ShowSettings& settings) { return settings.data; }, set_data},
    ShowSetting{"expanded", "on|off|auto", "each row as lines; auto: where a table is too wide",
                expanded_value, set_expanded},
    ShowSetting{
        "output", "FILE", "where results go; empty: the screen",
        [](const ShowSettings& settings) { return settings.output_file; },
        [](ShowSettings& settings, std::string_view value) { settings.output_file = value; }},
    ShowSetting{"pager", "on|off", "what is longer than the screen goes through a pager",
                [](const ShowSettings& settings) { return on_or_off(settings.pager); },
                [](ShowSettings& settings, std::string_view value) {
                    settings.pager = read_switch("pager", value);
                }},
    ShowSetting{"strict", "on|off", "an answer that fails a check is asked for once more",
                [](const ShowSettings& settings) { return on_or_off(settings.strict); },
                [](ShowSettings& settings, std::string_view value) {
                    settings.strict = read_switch("strict", value);
                }},
    ShowSetting{"timing", "on|off", "an answer's time, split into model and SQL",
                [](const ShowSettings& settings) { return on_or_off(settings.timing); },
                [](ShowSettings& settings, std::string_view value) {
                    settings.timing = read_switch("timing", value);
                }},
};

}

std::span<const ShowSetting> all_show_settings() {
    return setting_table;
}

const ShowSetting* find_show_setting(std::string_view name) {
    const auto found = std::find_if(setting_table.begin(), setting_table.end(),
                                    [&](const ShowSetting& s) { return s.name == name; });
    return found == setting_table.end() ? nullptr : &*found;
}

void change_show_setting(Shell& shell, std::string_view name, std::string_view value) {
    const ShowSetting* const setting = find_show_setting(name);
    if (setting == nullptr) {
        std::vector<std::string> names;
        for (const ShowSetting& known : setting_table) names.emplace_back(known.name);
        throw Failure({Errc::usage, fmt::format("no setting named '{}'", visible(name)),
                       did_you_mean(nearest(name, names, 1), "list them with: /set")});
    }
    const bool is_file = name == "output" && !value.empty();
    const std::string path = is_file ? typed_path(shell, std::string(value)) : std::string();
    if (is_file) expect_appendable(path);
    setting->set(shell.state().show, is_file ? std::string_view(path) : value);
    const std::string now = setting->value(shell.state().show);
    shell.say(fmt::format("{} is {}", setting->name, now.empty() ? "empty" : now), Tone::dim);
}

}
