#include "cli/completion/completion_shells.h"
#include "libagent/base/text.h"

namespace askdb::cli {
namespace {

constexpr std::string_view zsh_begin = R"sh(#compdef askdb
# zsh completion for askdb; made by: askdb completion zsh

# What askdb itself knows: databases, models or tables of the databases that were typed.
_askdb_ask() {
    local -a chosen names
    local i found=1
    for ((i = 2; i < CURRENT; i++)); do
        case ${words[i]} in
        -d | --database | --config)
            ((i + 1 == CURRENT)) || chosen+=("${words[i]}" "${${(Q)words[i + 1]}/#\~\//$HOME/}")
            ;;
        --database=* | --config=*) chosen+=("${(Q)words[i]}") ;;
        esac
    done
    names=("${(@f)$(_call_program askdb-words ${(q)askdb_program} ${(q)chosen} completion --words $1 2>/dev/null </dev/null)}")
    compadd "${@:2}" -S '' -- ${(M)names:#*:} && found=0
    compadd "${@:2}" -- ${names:#*:} && found=0
    return found
}

_askdb_databases() {
    local found=1
    _askdb_ask databases "$@" && found=0
    _files "$@" && found=0
    return found
}
_askdb_models() { _askdb_ask models "$@" }
_askdb_tables() { _askdb_ask tables "$@" }

)sh";

/// Inside '…' of an _arguments specification.
std::string zsh_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
            continue;
        }
        if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string zsh_action(const CompletedWord& word) {
    if (!word.values.empty()) return "(" + join(word.values, " ") + ")";
    if (word.asked == AskedWords::files) return "_files";
    const std::string_view kind = kind_name(word.asked);
    return kind.empty() ? " " : "_askdb_" + std::string(kind);
}

/// With "=" behind a long name, the value may stand there, too.
std::string zsh_option(const CompletedWord& option) {
    std::vector<std::string> names = option.names;
    if (option.takes_value) names.back() += "=";
    const std::string summary = "[" + zsh_text(option.summary) + "]";
    const std::string value =
        option.takes_value ? ":" + option.names.back() + ":" + zsh_action(option) : "";
    const std::string tail = "'" + summary + value + "'";
    if (names.size() == 1) return "        '*'" + names[0] + tail + " \\\n";
    return "        '*'{" + join(names, ",") + "}" + tail + " \\\n";
}

}

std::string zsh_completion(const CompletedProgram& program) {
    std::string text(zsh_begin);
    text += "_askdb() {\n    local askdb_program=${words[1]} state\n    local -a line commands=(\n";
    for (const CompletedWord& command : program.commands)
        text += "        '" + command.names[0] + ":" + zsh_text(command.summary) + "'\n";
    text += "    )\n    _arguments -S \\\n";
    for (const CompletedWord& option : program.options) text += zsh_option(option);
    text +=
        "        '1:command:->command' \\\n        '*:argument:->argument'\n"
        "    case $state in\n    command) _describe command commands ;;\n"
        "    argument)\n        case ${line[1]} in\n";
    for (const CompletedWord& command : program.commands) {
        const std::string action = zsh_action(command);
        if (action == " ") continue;
        const bool is_list = !command.values.empty();
        text += "        " + command.names[0] + ") " +
                (is_list ? "compadd -- " + join(command.values, " ") : action) + " ;;\n";
    }
    return text + "        esac\n        ;;\n    esac\n}\n\n_askdb \"$@\"\n";
}

}
