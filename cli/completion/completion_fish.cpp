#include "cli/completion/completion_shells.h"
#include "libagent/base/text.h"

namespace askdb::cli {
namespace {

constexpr std::string_view fish_begin =
    R"sh(# fish completion for askdb; made by: askdb completion fish

# What askdb itself knows: databases, models or tables of the databases that were typed.
function __askdb_ask
    set -l words (commandline -opc)
    set -l chosen
    for i in (seq 2 (count $words))
        switch $words[$i]
            case -d --database --config
                test $i -lt (count $words)
                and set -a chosen $words[$i] $words[(math $i + 1)]
            case '--database=*' '--config=*'
                set -a chosen $words[$i]
        end
    end
    $words[1] $chosen completion --words $argv[1] 2>/dev/null </dev/null
end

function __askdb_before_command
    for word in (commandline -opc)[2..-1]
        contains -- $word )sh";

constexpr std::string_view fish_begin_end = R"sh(; and return 1
    end
    return 0
end

complete -c askdb -f
)sh";

std::string fish_text(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

bool takes_files(const CompletedWord& word) {
    return word.asked == AskedWords::files || word.asked == AskedWords::databases;
}

/// What is offered behind a word; `-F` lets files be completed, too.
std::string fish_values(const CompletedWord& word) {
    const std::string_view kind = kind_name(word.asked);
    std::string text;
    if (!word.values.empty()) text += " -a '" + join(word.values, " ") + "'";
    if (!kind.empty()) text.append(" -a '(__askdb_ask ").append(kind).append(")'");
    if (takes_files(word)) text += " -F";
    return text;
}

std::string fish_option(const CompletedWord& option) {
    std::string text = "complete -c askdb";
    for (const std::string& name : option.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (option.takes_value) text += (takes_files(option) ? " -r" : " -x") + fish_values(option);
    return text + " -d " + fish_text(option.summary) + "\n";
}

}

std::string fish_completion(const CompletedProgram& program) {
    std::vector<std::string> names;
    for (const CompletedWord& command : program.commands) names.push_back(command.names[0]);
    std::string text = std::string(fish_begin) + join(names, " ") + std::string(fish_begin_end);
    for (const CompletedWord& command : program.commands)
        text += "complete -c askdb -n __askdb_before_command -a " + command.names[0] + " -d " +
                fish_text(command.summary) + "\n";
    for (const CompletedWord& command : program.commands) {
        const std::string values = fish_values(command);
        if (!values.empty())
            text += "complete -c askdb -n '__fish_seen_subcommand_from " + command.names[0] + "'" +
                    values + "\n";
    }
    for (const CompletedWord& option : program.options) text += fish_option(option);
    return text;
}

}
