#include "cli/repl/command_completion.h"

#include "cli/database_choice.h"
#include "cli/limits.h"
#include "cli/repl/candidate_list.h"
#include "cli/repl/file_completion.h"
#include "cli/repl/question_completion.h"
#include "cli/repl/sql_completion.h"
#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::cli::repl {
namespace {

constexpr std::string_view argument_blanks = " \t";

/// As typed: "/use", and its aliases.
std::vector<std::string> spellings(const SlashCommand& command) {
    std::vector<std::string> all{'/' + std::string(command.name)};
    for (std::string& alias : split(command.aliases, ' ')) {
        if (!alias.empty()) all.push_back(std::move(alias));
    }
    return all;
}

const SlashCommand* find_completed_command(std::string_view typed,
                                           const CompletionSources& sources) {
    for (const SlashCommand* command : sources.commands) {
        for (const std::string& spelling : spellings(*command)) {
            if (equal_ignoring_case(spelling, typed)) return command;
        }
    }
    return find_slash_command(typed);  // A beginning, or another sign.
}

/// Names that begin with the sign that was typed; behind another one than `/`, the names of all
/// commands where no other spelling begins so.
Completion complete_name(std::string_view typed, const CompletionSources& sources) {
    CandidateList list(typed.substr(1));
    for (const SlashCommand* command : sources.commands) {
        for (std::string& spelling : spellings(*command)) {
            if (spelling.front() != typed.front()) continue;
            list.add(std::string_view(spelling).substr(1), [&] {
                const bool is_alone = command->completes == Argument::none;
                return CandidateList::Written{std::move(spelling), is_alone ? "" : " "};
            });
        }
    }
    Completion completion = std::move(list).finish(0);
    if (!completion.candidates.empty() || typed.size() < 2) return completion;
    CandidateList names(typed.substr(1), Nearness::beginning);
    for (const SlashCommand* command : sources.commands) {
        names.add(command->name, [&] {
            const bool is_alone = command->completes == Argument::none;
            return CandidateList::Written{typed.front() + std::string(command->name),
                                          is_alone ? "" : " "};
        });
    }
    return std::move(names).finish(0);
}

Completion choose_from(const std::vector<std::string>& words, std::string_view typed) {
    CandidateList list(typed);
    for (const std::string& word : words)
        list.add(word, [&] { return CandidateList::Written{word}; });
    return std::move(list).finish(0);
}

std::vector<std::string> limit_names() {
    std::vector<std::string> names;
    for (const LimitSpec& limit : all_limits()) names.emplace_back(limit.key);
    return names;
}

std::vector<std::string> command_names(const CompletionSources& sources) {
    std::vector<std::string> names;
    for (const SlashCommand* command : sources.commands) names.emplace_back(command->name);
    return names;
}

std::vector<std::string> handle_names(const CompletionSources& sources) {
    std::vector<std::string> names;
    for (const CompletedHandle& handle : sources.handles) names.push_back(handle.name);
    return names;
}

/// "on" and "off" of `[on|off]`; words in capitals stand for something else.
std::vector<std::string> literal_words(const SlashCommand& command) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : std::string(command.arguments) + ' ') {
        const bool is_sign = c == '[' || c == ']' || c == '|' || c == ' ' || c == '.';
        if (!is_sign) {
            word += c;
            continue;
        }
        if (!word.empty() && word == lower_ascii(word)) words.push_back(word);
        word.clear();
    }
    return words;
}

/// Tables by their names as they are: what a command takes is no SQL.
Completion complete_table(std::string_view typed, const CompletionSources& sources) {
    CandidateList list(typed);
    if (sources.catalog != nullptr) {
        for (const database::Table& table : sources.catalog->tables) {
            const auto write = [&] { return CandidateList::Written{table.qualified_name()}; };
            list.add(table.name, write);
            if (!table.schema.empty()) list.add(table.qualified_name(), write);
        }
    }
    return std::move(list).finish(0);
}

Completion complete_path(std::string_view typed, const FileWish& wish,
                         const CompletionSources& sources,
                         const std::vector<std::string>& others = {}) {
    const TypedPath path(typed);
    CandidateList list(path.name);
    for (const std::string& other : others) {
        if (path.folder.empty()) list.add(other, [&] { return CandidateList::Written{other}; });
    }
    add_files(path, wish, sources, list);
    return std::move(list).finish(0);
}

/// By a word or by its title.
Completion complete_titled(std::string_view typed, const std::vector<CompletedWord>& words) {
    CandidateList list(typed);
    for (const CompletedWord& one : words) {
        const auto write = [&] {
            std::string shown = one.word;
            for (const std::string* more : {&one.note, &one.title})
                if (!more->empty()) shown += "  " + *more;
            return CandidateList::Written{one.word, " ", std::move(shown)};
        };
        list.add(one.word, write);
        list.add(one.title, write);
    }
    return std::move(list).finish(0);
}

/// Vendors alone until one is chosen: each has many models.
Completion complete_model(std::string_view typed, const CompletionSources& sources) {
    const bool has_vendor = typed.find(':') != std::string_view::npos;
    CandidateList list(typed, has_vendor ? Nearness::beginning : Nearness::subsequence);
    for (const std::string& model : sources.models) {
        const std::size_t colon = model.find(':');
        const bool is_of_vendor = colon != std::string::npos && colon + 1 < model.size();
        if (is_of_vendor != has_vendor) continue;
        list.add(model, [&] {
            return CandidateList::Written{model, model.ends_with(':') ? "" : " "};
        });
    }
    return std::move(list).finish(0);
}

/// `/watch 5 SELECT …`: the statement begins behind the number.
std::size_t begin_of_sql(std::string_view arguments) {
    const std::size_t digits = arguments.find_first_not_of("0123456789.");
    if (digits == 0 || digits == std::string_view::npos || arguments[digits] != ' ') return 0;
    return std::min(arguments.find_first_not_of(argument_blanks, digits), arguments.size());
}

bool opens_as_database(const std::string& file) {
    static constexpr std::string_view endings[] = {".db", ".db3", ".sqlite", ".sqlite3"};
    const std::string name = lower_ascii(file);
    return is_data_file(file) || std::any_of(std::begin(endings), std::end(endings),
                                             [&](auto ending) { return name.ends_with(ending); });
}

/// As command_words() takes it for one word.
std::string in_word_quotes(std::string path) {
    const bool is_plain = path.find_first_of(" '\"") == std::string::npos;
    return is_plain || path.ends_with('/') ? path : '"' + path + '"';
}

/// Whether a second word is none that can be completed.
bool takes_one_word(Argument argument) {
    switch (argument) {
        case Argument::model:
        case Argument::session:
        case Argument::turn:
        case Argument::format:
        case Argument::setting:
        case Argument::limit:
        case Argument::command:
        case Argument::handle:
        case Argument::agent:
        case Argument::on_off: return true;
        default: return false;
    }
}

/// What stands behind the name, up to the cursor; begin counts from there.
Completion complete_arguments(const SlashCommand& command, std::string_view arguments,
                              const CompletionSources& sources) {
    const std::size_t word = arguments.find_last_of(argument_blanks) + 1;  // npos + 1 is 0.
    const std::string_view last = arguments.substr(word);
    const std::vector<std::string> literals =
        word == 0 ? literal_words(command) : std::vector<std::string>();
    const auto list = [&](const std::vector<std::string>& words) {
        std::vector<std::string> all = literals;
        all.insert(all.end(), words.begin(), words.end());
        return shifted(choose_from(all, last), word);
    };
    if (word > 0 && takes_one_word(command.completes)) return {.begin = arguments.size()};
    switch (command.completes) {
        case Argument::none: return list({});
        case Argument::text: return complete_question(arguments, sources);
        case Argument::table: return complete_table(arguments, sources);
        case Argument::database:
            return shifted(complete_path(last, {opens_as_database, in_word_quotes}, sources,
                                         sources.databases),
                           word);
        case Argument::model: return shifted(complete_model(last, sources), word);
        case Argument::session: return shifted(complete_titled(last, sources.sessions), word);
        case Argument::turn: return shifted(complete_titled(last, sources.turns), word);
        case Argument::file:
            return shifted(
                complete_path(last, {}, sources, word > 0 ? handle_names(sources) : literals),
                word);
        case Argument::format: return list(sources.formats);
        case Argument::setting: return list(sources.settings);
        case Argument::limit: return list(limit_names());
        case Argument::command: return list(command_names(sources));
        case Argument::handle: return list(handle_names(sources));
        case Argument::agent: return list(sources.agents);
        case Argument::on_off: {
            return literals.empty() && word == 0 ? list({"on", "off"}) : list({});
        }
        case Argument::sql: {
            const std::size_t sql = begin_of_sql(arguments);
            return shifted(complete_sql(arguments.substr(sql), arguments.size() - sql, sources),
                           sql);
        }
    }
    return {.begin = arguments.size()};
}

std::string escaped_for_shell(const std::string& path) {
    std::string out;
    for (const char c : path) {
        if (std::string_view(" \t'\"\\$`!&|;<>()[]{}*?#~").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

}

Completion complete_command(std::string_view line, const CompletionSources& sources) {
    const std::size_t end = line.find_first_of(argument_blanks);
    if (end == std::string_view::npos) return complete_name(line, sources);
    const SlashCommand* const command = find_completed_command(line.substr(0, end), sources);
    if (command == nullptr) return {.begin = line.size()};
    const std::size_t begin = std::min(line.find_first_not_of(argument_blanks, end), line.size());
    return shifted(complete_arguments(*command, line.substr(begin), sources), begin);
}

Completion complete_shell_line(std::string_view line, const CompletionSources& sources) {
    std::size_t begin = line.size();
    const auto is_escaped = [&](std::size_t i) { return i > 0 && line[i - 1] == '\\'; };
    while (begin > 1 && (argument_blanks.find(line[begin - 1]) == std::string_view::npos ||
                         is_escaped(begin - 1)))
        --begin;
    std::string typed;
    for (std::size_t i = begin; i < line.size(); ++i) {
        if (line[i] != '\\' || i + 1 == line.size())
            typed += line[i];
        else
            typed += line[++i];
    }
    const bool is_home = typed.starts_with("~/");
    const auto write = [is_home](const std::string& path) {
        return is_home ? "~" + escaped_for_shell(path.substr(1)) : escaped_for_shell(path);
    };
    return shifted(complete_path(typed, {.write = write}, sources), begin);
}

}
