#include "cli/args_check.h"

#include "cli/args_optional.h"
#include "cli/database_choice.h"
#include "cli/options.h"
#include "cli/replay/replay_args.h"
#include "cli/sessions/verb.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/results/writer.h"
#include "libagent/session/store.h"
#include "libagent/tools/sharing.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

bool is_given(bool value) {
    return value;
}

template <class T>
bool is_given(const T& value) {
    return !value.empty();
}

std::optional<Error> check_belonging(const Args& args) {
    std::string_view stray;
#define OPTION(member, flags, value, group, commands, summary) \
    if (is_given(args.member) && ((commands)&args.command->set) == 0) stray = flags;
#include "cli/options.def"
#undef OPTION
    if (stray.empty()) return std::nullopt;
    return Error{Errc::usage,
                 fmt::format("the command '{}' has no option '{}'", args.command->name,
                             stray.substr(stray.rfind(',') + 1)),
                 fmt::format("list its options with: askdb {} --help", args.command->name)};
}

/// Without any word they are read from elsewhere.
std::optional<Error> require_question(const Args& args) {
    if (args.command->most_words != any_number || args.words.empty()) return std::nullopt;
    if (!trim(join(args.words, " ")).empty()) return std::nullopt;
    return no_question();
}

/// `config shwo`, `completion zhs`.
std::optional<Error> check_word_choice(const Args& args) {
    const std::vector<std::string> choices = word_choices(*args.command);
    if (choices.empty() || args.words.empty()) return std::nullopt;
    const std::string& word = args.words.front();
    if (std::find(choices.begin(), choices.end(), word) != choices.end()) return std::nullopt;
    const std::string_view name = args.command->name;
    return Error{
        Errc::usage, fmt::format("the command '{}' knows no '{}'", name, visible(word)),
        fmt::format("{} to ask it as a question: askdb ask {} {}",
                    did_you_mean(nearest(word, choices, 1), "one of: " + join(choices, ", ") + ";"),
                    name, visible(join(args.words, " ")))};
}

/// A variable of a script that is not set is not the newest conversation.
std::optional<Error> check_empty_words(const Args& args) {
    const bool takes_names = (args.command->set & (SESSIONS | REPLAY)) != 0;
    const auto empty = std::find(args.words.begin(), args.words.end(), "");
    if (!takes_names || empty == args.words.end()) return std::nullopt;
    const std::string whole = join(std::vector(args.words.begin(), empty), " ");
    return Error{Errc::usage,
                 fmt::format("an empty word stands behind 'askdb {}{}{}'", args.command->name,
                             whole.empty() ? "" : " ", visible(whole)),
                 "conversations and their ids: askdb sessions list"};
}

std::optional<Error> check_word_kind(const Args& args) {
    if (args.command->set != COMPLETION) return std::nullopt;
    const std::vector<std::string> kinds(word_kinds.begin(), word_kinds.end());
    if (args.word_kind.empty() == args.words.empty())
        return Error{Errc::usage, "'completion' needs a shell, or what to list",
                     fmt::format("askdb completion bash|zsh|fish, or: askdb completion --words {}",
                                 join(kinds, "|"))};
    if (args.word_kind.empty() ||
        std::find(kinds.begin(), kinds.end(), args.word_kind) != kinds.end())
        return std::nullopt;
    return bad_choice("--words", args.word_kind, kinds);
}

std::optional<Error> check_data_format(const Args& args) {
    if (args.data.empty() || results::find_writer(args.data) != nullptr) return std::nullopt;
    std::vector<std::string> names;
    for (const results::WriterSpec* writer : results::all_writers())
        names.emplace_back(writer->name);
    return bad_choice("--data", args.data, names);
}

std::optional<Error> check_share(const Args& args) {
    if (args.share.empty() || tools::find_share_level(args.share)) return std::nullopt;
    return bad_choice(
        "--share", args.share,
        std::vector<std::string>(tools::share_levels.begin(), tools::share_levels.end()));
}

std::optional<Error> check_dialect(const Args& args) {
    if (args.dialect.empty() || database::find_dialect(args.dialect) != nullptr) {
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (const database::Dialect* dialect : database::all_dialects())
        names.emplace_back(dialect->name);
    return bad_choice("--dialect", args.dialect, names);
}

/// What goes with one question, or with many.
std::optional<Error> check_number_of_questions(const Args& args) {
    const auto conflict = [](std::string_view why, std::string hint = {}) {
        return Error{Errc::usage, std::string(why), std::move(hint)};
    };
    if (args.command->set != ASK) return std::nullopt;
    const bool asks_many = args.words.empty();
    if (!asks_many && !args.file.empty())
        return conflict("a question and '--file' were given; give one of them");
    if (!asks_many && (!args.jobs.empty() || !args.answers.empty()))
        return conflict("'--jobs' and '--answers' are for many questions",
                        "give them one a line, by: -f FILE");
    if (asks_many && args.write && !args.file.empty()) return many_cannot_write();
    if (asks_many && !args.data.empty())
        return conflict("'--data' shows the rows of one question, not of many",
                        "for answers and statements of many: --output json");
    return std::nullopt;
}

/// One conversation, chosen one way.
std::optional<Error> check_conversation(const Args& args) {
    std::vector<std::string> chosen;
    if (args.continues) chosen.emplace_back("'--continue'");
    if (!args.resume.empty()) chosen.emplace_back("'--resume'");
    if (!args.session.empty()) chosen.emplace_back("'--session'");
    if (args.ephemeral) chosen.emplace_back("'--ephemeral'");
    if (chosen.size() > 1)
        return Error{Errc::usage, fmt::format("{} exclude each other", join(chosen, " and ")),
                     "give one of them"};
    for (const std::string* id : {&args.resume, &args.session}) {
        if (id->empty() || session::is_session_id(*id) || *id == left_out_value) continue;
        return Error{Errc::usage, fmt::format("no conversation can be called '{}'", visible(*id)),
                     "a name has up to 128 letters, digits, '.', '_' and '-'"};
    }
    const bool asks_many = args.words.empty();
    if (!chosen.empty() && !args.ephemeral && asks_many && args.job_count > 1)
        return Error{
            Errc::usage,
            fmt::format("{} asks in one conversation, one after the other", chosen.front()),
            "leave out '--jobs'"};
    return std::nullopt;
}

std::optional<Error> check_combinations(const Args& args) {
    const bool asks = args.command->set == ASK;
    const auto conflict = [](std::string_view why) { return Error{Errc::usage, std::string(why)}; };
    // Data files are one database.
    const bool all_files = std::all_of(args.databases.begin(), args.databases.end(), is_data_file);
    const bool takes_many = asks || (args.command->set & (DOCTOR | REPLAY)) != 0 || all_files;
    if (!takes_many && args.databases.size() > 1)
        return conflict(fmt::format("the command '{}' works on one database, but {} were given",
                                    args.command->name, args.databases.size()));
    if (!asks && args.output_format == OutputFormat::stream_json)
        return conflict(
            fmt::format("the command '{}' has no '--output stream-json'", args.command->name));
    if (args.output_format != OutputFormat::text && !args.data.empty())
        return conflict("'--output' and '--data' both say what goes to stdout; give one of them");
    if (args.sql_only && !args.data.empty())
        return conflict("'--sql' runs nothing, so that there are no rows for '--data'");
    if (args.command->set == SQL && args.check &&
        (!args.data.empty() || args.output_format != OutputFormat::text))
        return conflict("'--check' runs nothing, so that there are no rows to print");
    if (args.check && !args.out.empty() && args.command->set != REPLAY)
        return conflict("'--check' runs nothing, so that there is nothing for '--out'");
    if (args.sql_only && !args.double_check.empty())
        return conflict("'--sql' runs nothing, so that '--double-check' has nothing to compare");
    if (args.sql_only && (args.strict || args.cite))
        return conflict(fmt::format("'--sql' runs nothing, so that '{}' has no answer to check",
                                    args.strict ? "--strict" : "--cite"));
    if (args.write && args.sql_only)
        return conflict("'--sql' runs nothing, so that there is nothing for '--write'");
    if (args.write && args.check)
        return conflict("'--check' runs nothing, so that there is nothing for '--write'");
    if (args.secrets && args.words.front() != "check")
        return conflict("'--secrets' only goes with 'config check'");
    if (!args.check && !args.dialect.empty())
        return conflict("'--dialect' only goes with '--check'");
    if (!asks && !args.file.empty() && !args.words.empty())
        return conflict("a statement and '--file' were given; give one of them");
    return std::nullopt;
}

}

Error bad_choice(std::string_view option, const std::string& value,
                 std::span<const std::string> choices) {
    return {
        Errc::usage, fmt::format("option '{}' knows no '{}'", option, visible(value)),
        did_you_mean(nearest(value, choices, 1), fmt::format("one of: {}", join(choices, ", ")))};
}

std::optional<Error> check_words(const Args& args) {
    if (auto error = check_belonging(args)) return error;
    if (auto error = require_question(args)) return error;
    if (auto error = check_word_choice(args)) return error;
    if (auto error = check_empty_words(args)) return error;
    return check_word_kind(args);
}

Error many_cannot_write() {
    return {Errc::usage, "'--write' asks for each change, so that it needs one question",
            "type it: askdb ask --write \"QUESTION\""};
}

std::optional<Error> check_options(const Args& args) {
    if (auto error = check_data_format(args)) return error;
    if (auto error = check_dialect(args)) return error;
    if (auto error = check_replay_args(args)) return error;
    if (auto error = check_share(args)) return error;
    if (auto error = check_combinations(args)) return error;
    if (auto error = check_conversation(args)) return error;
    if (auto error = check_sessions_verb(args)) return error;
    return check_number_of_questions(args);
}

}
