#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace askdb::database {
struct Dialect;
}

namespace askdb::cli::repl {

/// A question in plain language.
struct Question {
    std::string text;
    /// "SELECT": it ends with `;`, and its first word is nearly that verb. It is not to be sent.
    std::string meant_verb = {};
    bool operator==(const Question&) const = default;
};

/// One statement, without its final semicolon, `\g` or `go`.
struct Statement {
    std::string sql;
    bool is_expanded = false;  ///< It ended with `\G` or `\gx`: each row as a block of lines.
    bool operator==(const Statement&) const = default;
};

/// A command of the REPL, known or not: a wrong one is an error, and never a question.
struct Command {
    std::string typed;           ///< As find_slash_command() takes it: "/use", "\\dt", ".open".
    std::string arguments = {};  ///< The rest of its line, trimmed.
    bool operator==(const Command&) const = default;
};

/// A line for the shell; empty: a shell to work in.
struct ShellLine {
    std::string command;
    bool operator==(const ShellLine&) const = default;
};

using Input = std::variant<Question, Statement, Command, ShellLine>;

/// What a person means by what was typed or pasted, in order; nothing for blanks and comments.
/// Statements, questions and commands may follow each other: a question goes on to the line that is
/// a known command, or begins a whole statement that cannot be anything else, unless the line
/// before ends with `:` or code stands in the question (```). A line for the shell goes on to the
/// end.
/// - `/x`, `\x`, `.x` are commands, and so are `help`, `?`, `quit` and `exit` alone; `//` in front
///   makes a question of anything. `/home/x is what?` is a question, `.5 percent` is one, too.
/// - `!x` and `\! x`, as the first thing only, are for the shell.
/// - What begins with a verb of SQL and ends with `;`, `\g`, `\G`, or `go` or `/` on a line of its
///   own, is a statement, unless it reads as prose ("Show me the sales;"). What cannot be anything
///   but SQL is a statement without such an end, too; see is_unfinished().
/// Quotes and comments are read as `dialect` reads them. Pure.
std::vector<Input> classify(std::string_view text, const database::Dialect& dialect);

/// Whether Enter should begin a new line instead of sending `text`: a statement that certainly is
/// SQL has no end yet, or the last line of a question or of a line for the shell ends with a
/// backslash. An empty line at the end finishes whatever it is. Pure.
bool is_unfinished(std::string_view text, const database::Dialect& dialect);

}
