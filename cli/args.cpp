#include "cli/args.h"

#include "cli/args_check.h"
#include "cli/args_optional.h"
#include "cli/options.h"
#include "cli/sessions/verb.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace askdb::cli {
namespace {

void bind_option(CLI::App& app, std::string flags, std::vector<std::string>& values) {
    app.add_option(std::move(flags), values)->allow_extra_args(false);
}

void bind_option(CLI::App& app, std::string flags, std::string& value) {
    app.add_option(std::move(flags), value)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->allow_extra_args(false);
}

void bind_option(CLI::App& app, std::string flags, bool& value) {
    app.add_flag(std::move(flags), value);
}

/// `--name`, or "" when the word is no option.
std::string option_part(std::string_view word) {
    if (word.size() < 2 || word.front() != '-') return {};
    return std::string(word.substr(0, word.find('=')));
}

Error unknown_option(const std::string& option) {
    std::vector<std::string> names;
    for (const OptionSpec& spec : all_options()) {
        for (const std::string& name : spec.names()) {
            if (name.starts_with("--") == option.starts_with("--")) names.push_back(name);
        }
    }
    const bool is_long = option.starts_with("--");
    const std::vector<std::string> near =
        is_long ? nearest(option, names, 1) : std::vector<std::string>{};
    return {Errc::usage, fmt::format("unknown option '{}'", option),
            did_you_mean(near, "list them with: askdb --help")};
}

/// What CLI11 says about a missing or a surplus value, in our words.
Error malformed_option(const CLI::ParseError& error) {
    const std::string text = error.what();
    const std::size_t name = text.find("--");
    if (name == std::string::npos) return {Errc::usage, text};
    const std::string option = text.substr(name, text.find_first_of(": =", name) - name);
    const bool missing = dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr;
    return {Errc::usage,
            fmt::format("option '{}' {}", option, missing ? "needs a value" : "takes no value")};
}

/// A variable of a script that is not set is no reason to do something else than was meant. The
/// parser would take the next word for the value of `--name=`.
std::optional<Error> find_empty_value(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool ends_so = words[i].ends_with('=');
        const bool is_before_nothing = i + 1 < words.size() && words[i + 1].empty();
        if (!ends_so && !is_before_nothing) continue;  // As nearly always.
        for (const OptionSpec& spec : all_options()) {
            if (spec.value.empty()) continue;
            const std::vector<std::string> names = spec.names();
            const bool has_none =
                ends_so && std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                    const bool may_have_one = name.starts_with("--") || spec.value[0] == '[';
                    return may_have_one && words[i] == name + "=";
                });
            const bool is_name = std::find(names.begin(), names.end(), words[i]) != names.end();
            if (!(has_none || (is_name && is_before_nothing))) continue;
            return Error{Errc::usage, fmt::format("option '{}' is empty", spec.long_name()),
                         fmt::format("give it {}, or leave it out", spec.value)};
        }
    }
    return std::nullopt;
}

/// What bounds or notes what leaves: a second value may be the looser one, so none is dropped.
std::optional<Error> find_second_value(const CLI::App& app) {
    for (const char* name : {"--share", "--egress-log"}) {
        const std::vector<std::string>& given = app.get_option(name)->results();
        const auto other = std::find_if(given.begin(), given.end(),
                                        [&](const auto& value) { return value != given.front(); });
        if (other == given.end()) continue;
        return Error{Errc::usage,
                     fmt::format("option '{}' is given twice, as '{}' and as '{}'", name,
                                 visible(given.front()), visible(*other)),
                     "give it once"};
    }
    return std::nullopt;
}

struct Words {
    std::vector<std::string> before;  ///< Options and words.
    std::vector<std::string> after;   ///< All that follows the first `--`.
};

Words split_at_dashes(std::span<const char* const> arguments) {
    const auto dashes = std::find_if(arguments.begin(), arguments.end(), [](const char* word) {
        return std::string_view(word) == "--";
    });
    Words words;
    words.before.assign(arguments.begin(), dashes);
    if (dashes != arguments.end()) words.after.assign(dashes + 1, arguments.end());
    return words;
}

/// Fills the options of `args`; gives the words that are none.
Result<std::vector<std::string>> read_options(Args& args, Words words) {
    if (auto error = find_empty_value(words.before)) return *error;
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
#define OPTION(member, flags, value, group, commands, summary) bind_option(app, flags, args.member);
#include "cli/options.def"
#undef OPTION
    words.before = with_optional_values(std::move(words.before));
    std::reverse(words.before.begin(), words.before.end());
    try {
        app.parse(std::move(words.before));
    } catch (const CLI::ParseError& error) {
        return malformed_option(error);
    }
    if (auto error = find_second_value(app)) return *error;
    std::vector<std::string> rest = app.remaining();
    for (const std::string& word : rest) {
        const std::string option = option_part(word);
        if (!option.empty()) return unknown_option(option);
    }
    rest.insert(rest.end(), words.after.begin(), words.after.end());
    return rest;
}

bool fits(const Command& command, std::size_t words) {
    return words >= command.fewest_words && words <= command.most_words;
}

/// A first word that is nearly a command, followed by what that command takes. `ask` takes
/// anything, so that a question which begins with "As" would look like a slip of it: left out.
std::optional<Error> mistyped_command(const std::vector<std::string>& words) {
    constexpr std::size_t letters_per_slip = 3;
    const std::string& first = words.front();
    if (words.size() == 1 && (first == "help" || first == "version")) {
        return Error{Errc::usage, fmt::format("unknown command '{}'", first),
                     did_you_mean(std::vector{"askdb --" + first})};
    }
    for (const Command& command : all_commands()) {
        if (command.most_words == any_number || !fits(command, words.size() - 1)) continue;
        const std::size_t slips = edit_distance(first, command.name);
        if (slips == 0 || slips > command.name.size() / letters_per_slip) continue;
        return Error{Errc::usage, fmt::format("unknown command '{}'", visible(first)),
                     fmt::format("{} to ask it as a question: askdb ask {}",
                                 did_you_mean(std::vector{std::string(command.name)}),
                                 visible(join(words, " ")))};
    }
    return std::nullopt;
}

Error wrong_words(const Command& command, const std::vector<std::string>& words) {
    const std::string whole = std::string(command.name) + " " + visible(join(words, " "));
    if (words.size() < command.fewest_words) {
        return {Errc::usage, fmt::format("'{}' needs {}", command.name, command.arguments),
                fmt::format("askdb {} {}", command.name, command.arguments)};
    }
    std::string takes = "one word after it, in quotes when it has spaces";
    if (command.most_words == 0) takes = "no words after it";
    if (command.most_words > 1) takes = fmt::format("at most {} words", command.most_words);
    if (!word_choices(command).empty()) takes = "one of: " + join(word_choices(command), ", ");
    return {Errc::usage, fmt::format("the command '{}' takes {}", command.name, takes),
            fmt::format("to ask it as a question: askdb ask {}", whole)};
}

/// Takes the command word off `words`.
std::optional<Error> choose_command(Args& args, std::vector<std::string> words) {
    args.command = &all_commands().front();
    const Command* named = words.empty() ? nullptr : find_command(words.front());
    if (named == nullptr) {
        args.words = std::move(words);
        if (args.help || args.version || args.words.empty()) return std::nullopt;
        return mistyped_command(args.words);
    }
    args.command = named;
    args.names_command = true;
    args.words.assign(words.begin() + 1, words.end());
    if (args.help || args.version || fits(*named, args.words.size())) return std::nullopt;
    if (named->most_words == any_number) return std::nullopt;  // No question: told with the others.
    return wrong_words(*named, args.words);
}

std::optional<Error> read_output_format(Args& args) {
    const std::vector<std::string> names(output_formats.begin(), output_formats.end());
    if (args.output.empty()) return std::nullopt;
    const auto found = std::find(names.begin(), names.end(), args.output);
    if (found == names.end()) return bad_choice("--output", args.output, names);
    args.output_format = static_cast<OutputFormat>(found - names.begin());
    return std::nullopt;
}

/// The name of the file says the format, where nothing else does. That of a document may also be
/// meant for the answer's words.
void choose_format_by_file(Args& args) {
    const bool is_open =
        args.data.empty() && args.output_format == OutputFormat::text && !prints_conversation(args);
    if (!is_open || args.sql_only) return;
    const results::WriterSpec* writer = results::find_writer_of_file(args.out);
    if (writer == nullptr || (args.command->set == ASK && writer->is_prose)) return;
    args.data = writer->name;
}

std::string_view typed_text(const std::string& value) {
    return value;
}

template <class T>
std::string_view typed_text(const T&) {
    return {};
}

std::optional<Error> read_job_count(Args& args) {
    constexpr std::size_t most_jobs = 64;
    if (args.jobs.empty()) return std::nullopt;
    const char* const end = args.jobs.data() + args.jobs.size();
    const auto [last, code] = std::from_chars(args.jobs.data(), end, args.job_count);
    const bool is_number = code == std::errc() && last == end;
    if (is_number && args.job_count >= 1 && args.job_count <= most_jobs) return std::nullopt;
    return Error{Errc::usage, fmt::format("option '--jobs' must be a whole number from 1 to {}, "
                                          "not '{}'",
                                          most_jobs, visible(args.jobs))};
}

}

std::string_view Args::text_of(std::string_view name) const {
#define OPTION(member, flags, value, group, commands, summary) \
    if (name == #member) return typed_text(member);
#include "cli/options.def"
#undef OPTION
    return {};
}

Error no_question() {
    return {Errc::usage, "no question",
            "type one: askdb -d FILE.csv \"How many rows are there?\"; more with: askdb --help"};
}

Result<Args> parse_args(std::span<const char* const> arguments) {
    Args args;
    Result<std::vector<std::string>> words = read_options(args, split_at_dashes(arguments));
    if (!words) return words.error();
    if (auto error = choose_command(args, std::move(words).value())) return *error;
    if (args.help || args.version) return args;
    if (auto error = check_words(args)) return *error;
    if (auto error = read_output_format(args)) return *error;
    if (auto error = read_job_count(args)) return *error;
    if (auto error = check_options(args)) return *error;
    choose_format_by_file(args);
    return args;
}

}
