#include "cli/completion/completion_shells.h"
#include "libagent/base/text.h"

namespace askdb::cli {
namespace {

/// Words with `:` and `=` come in pieces (COMP_WORDBREAKS): a value behind `=` is put together
/// again, and of a model only the vendor is offered, which ends with its colon.
constexpr std::string_view bash_begin =
    R"sh(# bash completion for askdb; made by: askdb completion bash

# Lines of $1 that begin with what was typed. Names are quoted as the shell needs them.
_askdb_offer() {
    local line quoted
    while IFS= read -r line; do
        [[ -n $line && $line == "$cur"* ]] || continue
        printf -v quoted '%q' "$line"
        COMPREPLY+=("$quoted")
        [[ $line != *: ]] || compopt -o nospace 2>/dev/null
    done <<<"$1"
}

_askdb_files() {
    local line
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
}

# What askdb itself knows: databases, models or tables of the databases that were typed.
_askdb_ask() {
    _askdb_offer "$("${COMP_WORDS[0]/#\~/$HOME}" "${chosen[@]}" completion --words "$1" 2>/dev/null </dev/null)"
}

_askdb() {
    local cur prev command="" option="" word i
    local -a chosen=()
    COMPREPLY=()
    cur=${COMP_WORDS[COMP_CWORD]}
    prev=${COMP_WORDS[COMP_CWORD - 1]}
    if [[ $cur == "=" ]]; then
        cur=""
    elif [[ $prev == "=" ]]; then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $option ]]; then
            [[ $word != "=" ]] || continue
            case $option in
            -d | --database | --config) chosen+=("$option" "${word//[\\\'\"]/}") ;;
            esac
            option=""
            continue
        fi
        case $word in
)sh";

constexpr std::string_view bash_end = R"sh(    esac
}

complete -F _askdb askdb
)sh";

std::string lines_of(const std::vector<std::string>& words) {
    return "$'" + join(words, "\\n") + "'";
}

std::string offer(const CompletedWord& word) {
    std::string text;
    if (!word.values.empty()) text += "_askdb_offer " + lines_of(word.values) + "; ";
    const std::string_view kind = kind_name(word.asked);
    if (!kind.empty()) text.append("_askdb_ask ").append(kind).append("; ");
    if (word.asked == AskedWords::files || word.asked == AskedWords::databases)
        text += "_askdb_files; ";
    return text;
}

std::vector<std::string> option_names(const CompletedProgram& program, unsigned commands) {
    std::vector<std::string> names;
    for (const CompletedWord& option : program.options) {
        if ((option.commands & commands) == 0) continue;
        names.insert(names.end(), option.names.begin(), option.names.end());
    }
    return names;
}

/// A word that takes a value is remembered, so that the value is not taken for a command.
std::string scan_cases(const CompletedProgram& program) {
    std::vector<std::string> valued, commands;
    for (const CompletedWord& option : program.options) {
        if (option.takes_value)
            valued.insert(valued.end(), option.names.begin(), option.names.end());
    }
    for (const CompletedWord& command : program.commands) commands.push_back(command.names[0]);
    return "        " + join(valued, " | ") + ") option=$word ;;\n        " +
           join(commands, " | ") +
           ") [[ -n $command ]] || command=$word ;;\n        -*) ;;\n"
           "        *) [[ -n $command ]] || command=ask ;;\n        esac\n    done\n";
}

std::string value_cases(const CompletedProgram& program) {
    std::string text = "    case $option in\n    \"\") ;;\n";
    for (const CompletedWord& option : program.options) {
        if (!option.takes_value) continue;
        text += "    " + join(option.names, " | ") + ")\n        " + offer(option) +
                "return\n        ;;\n";
    }
    return text + "    esac\n";
}

std::string command_cases(const CompletedProgram& program) {
    constexpr unsigned any_command = ~0u;
    std::vector<std::string> names;
    for (const CompletedWord& command : program.commands) names.push_back(command.names[0]);
    std::string text = "    if [[ $cur == -* ]]; then\n        case $command in\n";
    for (const CompletedWord& command : program.commands) {
        text += "        " + command.names[0] + ") _askdb_offer " +
                lines_of(option_names(program, command.commands)) + " ;;\n";
    }
    text += "        *) _askdb_offer " + lines_of(option_names(program, any_command)) +
            " ;;\n        esac\n        return\n    fi\n    case $command in\n";
    text += "    \"\") _askdb_offer " + lines_of(names) + " ;;\n";
    for (const CompletedWord& command : program.commands) {
        const std::string offered = offer(command);
        if (!offered.empty()) text += "    " + command.names[0] + ") " + offered + ";;\n";
    }
    return text;
}

}

std::string_view kind_name(AskedWords asked) {
    switch (asked) {
        case AskedWords::databases: return "databases";
        case AskedWords::models: return "models";
        case AskedWords::sessions: return "sessions";
        case AskedWords::tables: return "tables";
        case AskedWords::none:
        case AskedWords::files: return {};
    }
    return {};
}

std::string bash_completion(const CompletedProgram& program) {
    return std::string(bash_begin) + scan_cases(program) + value_cases(program) +
           command_cases(program) + std::string(bash_end);
}

}
