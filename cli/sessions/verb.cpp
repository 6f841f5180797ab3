#include "cli/sessions/verb.h"

#include "cli/args.h"
#include "cli/args_check.h"
#include "cli/options.h"
#include "cli/sessions/amounts.h"
#include "libagent/base/text.h"
#include "sessions/export/export_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace askdb::cli {

#define VERB(name, arguments, fewest, most, options, summary) \
    int run_sessions_##name(const CommandContext&);
#include "cli/sessions/verbs.def"
#undef VERB

namespace {

constexpr SessionsVerb verb_table[] = {
#define VERB(name, arguments, fewest, most, options, summary) \
    {#name, arguments, fewest, most, options, summary, run_sessions_##name},
#include "cli/sessions/verbs.def"
#undef VERB
};

std::optional<Error> check_count(const SessionsVerb& verb, std::size_t words) {
    if (words < verb.fewest_words)
        return Error{Errc::usage, fmt::format("'sessions {}' needs {}", verb.name, verb.arguments),
                     fmt::format("askdb sessions {} {}", verb.name, verb.arguments)};
    if (words <= verb.most_words) return std::nullopt;
    return Error{Errc::usage,
                 fmt::format("'sessions {}' takes {}", verb.name,
                             verb.most_words == 0 ? "no words after it" : "one word after it"),
                 fmt::format("askdb sessions {} {}", verb.name, verb.arguments)};
}

bool is_switched_on(bool value) {
    return value;
}

bool is_switched_on(const std::string& value) {
    return !value.empty();
}

bool is_switched_on(const std::vector<std::string>&) {
    return false;  // Those are everybody's.
}

/// An option of `sessions` that another verb takes.
std::optional<Error> check_options_of(const SessionsVerb& verb, const Args& args) {
    const std::vector<std::string> own = split(verb.options, ' ');
    std::optional<Error> error;
    const auto check = [&](std::string_view flags, unsigned commands, bool is_given) {
        const bool is_of_verbs = (commands & SESSIONS) != 0 && commands != ANY;
        const std::string name(flags.substr(flags.rfind(',') + 1));
        if (error || !is_given || !is_of_verbs) return;
        if (std::find(own.begin(), own.end(), name) != own.end()) return;
        error = Error{Errc::usage, fmt::format("'sessions {}' has no option '{}'", verb.name, name),
                      "list them with: askdb sessions --help"};
    };
#define OPTION(member, flags, value, group, commands, summary) \
    check(flags, unsigned{commands}, is_switched_on(args.member));
#include "cli/options.def"
#undef OPTION
    return error;
}

std::optional<Error> check_format(const Args& args) {
    if (args.format.empty() || sessions::find_export_format(args.format) != nullptr)
        return std::nullopt;
    std::vector<std::string> names;
    for (const sessions::ExportFormat* format : sessions::all_export_formats())
        names.emplace_back(format->name);
    return bad_choice("--format", args.format, names);
}

std::optional<Error> check_values(const Args& args) {
    if (auto error = check_format(args)) return error;
    if (const Result<std::size_t> limit = read_limit(args.limit); !limit) return limit.error();
    if (const auto age = read_age(args.older_than); !age) return age.error();
    if (const auto size = read_size(args.max_size); !size) return size.error();
    if (args.all_users && !args.user.empty())
        return Error{Errc::usage, "'--user' and '--all-users' exclude each other",
                     "give one of them"};
    return std::nullopt;
}

}

std::span<const SessionsVerb> all_sessions_verbs() {
    return verb_table;
}

const SessionsVerb* find_sessions_verb(std::string_view name) {
    const auto found = std::find_if(std::begin(verb_table), std::end(verb_table),
                                    [&](const SessionsVerb& verb) { return verb.name == name; });
    return found == std::end(verb_table) ? nullptr : found;
}

std::optional<Error> check_sessions_verb(const Args& args) {
    if (args.command->set != SESSIONS || args.words.empty()) return std::nullopt;
    const SessionsVerb* const verb = find_sessions_verb(args.words.front());
    if (verb == nullptr) return std::nullopt;  // Told before.
    if (auto error = check_count(*verb, args.words.size() - 1)) return error;
    if (auto error = check_options_of(*verb, args)) return error;
    return check_values(args);
}

bool prints_conversation(const Args& args) {
    return args.command->set == SESSIONS && !args.words.empty() &&
           (args.words.front() == "show" || args.words.front() == "export");
}

}
