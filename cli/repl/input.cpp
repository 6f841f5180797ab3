#include "cli/repl/input.h"

#include "cli/repl/misread_input.h"
#include "cli/repl/slash_command.h"
#include "cli/repl/sql_look.h"
#include "cli/repl/statement_cutter.h"
#include "libagent/base/text.h"
#include "libagent/database/sql_tokens.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace askdb::cli::repl {
namespace {

constexpr std::string_view input_blanks = " \t\r\n\f\v";

std::string_view without_leading_blanks(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(input_blanks), text.size()));
}

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

std::string_view first_word_of(std::string_view text) {
    return text.substr(0, text.find_first_of(input_blanks));
}

bool is_small_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/// `.tables`, but neither `.5` nor `.NET` nor `.csv, .tsv`.
bool is_dot_command(std::string_view word) {
    return word.size() > 1 && word[0] == '.' && is_small_letter(word[1]) &&
           std::all_of(word.begin() + 1, word.end(), [](char c) {
               return is_small_letter(c) || c == '_' || (c >= '0' && c <= '9');
           });
}

/// `/home/x is what?`, but not `/home/x`: alone, it is more likely a command gone wrong.
bool is_path_in_sentence(std::string_view text) {
    const std::string_view word = first_word_of(text);
    return word.find('/', 1) != std::string_view::npos && trim(text).size() > word.size();
}

/// `text` without leading input_blanks, neither a comment nor `//`.
bool begins_command(std::string_view text) {
    if (text.starts_with('\\')) return true;
    if (text.starts_with('/')) return !is_path_in_sentence(text);
    return is_dot_command(first_word_of(text));
}

/// What other programs take without a sign in front.
std::optional<Command> bare_command(std::string_view text) {
    text = trim(text);
    if (text.ends_with(';')) text = trim(text.substr(0, text.size() - 1));
    if (text == "?" || equal_ignoring_case(text, "help")) return Command{"/help"};
    const bool leaves = equal_ignoring_case(text, "quit") || equal_ignoring_case(text, "exit");
    return leaves ? std::optional(Command{"/quit"}) : std::nullopt;
}

Command command_of(std::string_view line) {
    const std::string_view typed = first_word_of(line);
    std::string_view arguments = trim(line.substr(typed.size()));
    // As in psql: `\d sites;`
    if (typed.starts_with('\\') && arguments.ends_with(';'))
        arguments = trim(arguments.substr(0, arguments.size() - 1));
    return {std::string(typed), std::string(arguments)};
}

bool ends_with_backslash(std::string_view text) {
    const std::size_t last = text.find_last_not_of('\\');
    return (text.size() - (last + 1)) % 2 == 1;  // npos + 1 is 0.
}

/// A backslash at a line's end only made Enter begin a new line.
std::string without_continuations(std::string_view text) {
    std::string out;
    while (true) {
        const std::string_view line = first_line(text);
        const bool is_last = line.size() == text.size();
        const bool goes_on = ends_with_backslash(line);
        out += line.substr(0, line.size() - (goes_on ? 1 : 0));
        if (is_last) return std::string(trim(out));
        out += '\n';
        text.remove_prefix(line.size() + 1);
    }
}

struct Reading {
    std::vector<Input> inputs = {};
    bool is_open = false;  ///< The last one is a statement without an end.
};

/// For the shell, and only as the first thing: nobody wants that to hide in a long paste.
std::optional<ShellLine> shell_line_of(std::string_view text) {
    if (text.starts_with("\\!")) return ShellLine{std::string(trim(text.substr(2)))};
    if (text.starts_with('!')) return ShellLine{std::string(trim(text.substr(1)))};
    return std::nullopt;
}

std::vector<database::SqlToken> tokens_without_comments(std::string_view text,
                                                        const database::Dialect& dialect) {
    std::vector<database::SqlToken> tokens = database::sql_tokens(text, dialect);
    std::erase_if(tokens, [](const database::SqlToken& token) {
        return token.kind == database::TokenKind::comment;
    });
    return tokens;
}

/// `selct * from sites;`
std::string meant_verb_of(std::string_view text, const database::Dialect& dialect) {
    if (!trim(text).ends_with(';')) return {};
    std::string verb = meant_sql_verb(first_word_of(text));
    const bool is_prose = !verb.empty() && reads_as_prose(tokens_without_comments(text, dialect));
    return is_prose ? std::string() : verb;
}

/// Tells whether a line within a question is one of its own: its statement has to end, and to be
/// one for certain.
class QuestionEnd {
  public:
    explicit QuestionEnd(const database::Dialect& dialect) : dialect_(dialect) {}

    /// Of `text`, which begins with a question.
    std::size_t find_in(std::string_view text) {
        if (text.find("```") != std::string_view::npos) return text.size();
        for (std::size_t end = text.find('\n'); end != std::string_view::npos;
             end = text.find('\n', end + 1)) {
            const std::string_view before = trim(text.substr(0, end));
            if (before.ends_with('\\') || before.ends_with(':')) continue;
            if (is_other_line(text.substr(end + 1))) return end;
        }
        return text.size();
    }

  private:
    bool is_other_line(std::string_view rest) {
        const std::string_view line = trim(first_line(rest));
        if (line.empty()) return false;
        const std::string_view sign = line.substr(0, 1);
        if (sign == "/" || sign == "\\" || sign == ".")
            return begins_command(line) && find_slash_command(first_word_of(line)) != nullptr;
        return may_begin_statement(line) && begins_whole_statement(rest);
    }

    static bool may_begin_statement(std::string_view line) {
        static constexpr std::string_view verbs[] = {"select", "with",   "values", "explain",
                                                     "insert", "update", "delete", "create",
                                                     "alter",  "drop",   "pragma"};
        return among(verbs, lower_ascii(first_word_of(line)));
    }

    bool begins_whole_statement(std::string_view rest) {
        constexpr int most_tries = 64;  // Each reads on to the next semicolon.
        const std::size_t end = rest.find(';');
        if (end == std::string_view::npos || ++tries_ > most_tries) return false;
        return sql_look(tokens_without_comments(rest.substr(0, end), dialect_)) == SqlLook::certain;
    }

    const database::Dialect& dialect_;
    int tries_ = 0;
};

Question question_of(std::string_view text, const database::Dialect& dialect) {
    Question question;
    if (!text.starts_with("//")) {
        question.meant_verb = meant_verb_of(text, dialect);
    } else {
        const bool is_mark =
            text.size() > 2 && input_blanks.find(text[2]) != std::string_view::npos;
        text.remove_prefix(is_mark ? 2 : 1);
    }
    question.text = without_continuations(text);
    return question;
}

bool is_command_here(std::string_view text, bool is_first) {
    // Not for the shell any more, but no question either.
    if (text.starts_with('!')) return !is_first;
    return !text.starts_with("/*") && !text.starts_with("//") && begins_command(text);
}

void take_command(std::string_view& text, Reading& reading) {
    const std::string_view line = first_line(text);
    reading.inputs.emplace_back(command_of(line));
    text.remove_prefix(line.size());
}

/// Statements, or a question.
void take_words(std::string_view& text, const database::Dialect& dialect, Reading& reading) {
    StatementCut cut;
    if (!text.starts_with("//")) cut = cut_statements(text, dialect);
    for (Statement& statement : cut.statements) reading.inputs.emplace_back(std::move(statement));
    reading.is_open = cut.is_open;
    const std::string_view rest = without_leading_blanks(text.substr(cut.length));
    const bool has_comments_only = cut.statements.empty() && cut.length > 0;
    // Comments before a question are part of it.
    const bool is_question = cut.statements.empty() && !rest.empty() &&
                             !(has_comments_only && is_command_here(rest, false));
    const std::size_t end = is_question ? QuestionEnd(dialect).find_in(text) : 0;
    if (is_question) reading.inputs.emplace_back(question_of(text.substr(0, end), dialect));
    text = is_question ? text.substr(end) : rest;
}

bool is_open_comment(std::string_view text, const database::Dialect& dialect) {
    if (!text.starts_with("/*")) return false;
    const database::SqlToken last = database::sql_tokens(text, dialect).back();
    return last.text.starts_with("/*") &&
           (last.kind == database::TokenKind::bad || !last.text.ends_with("*/"));
}

Reading read_input(std::string_view text, const database::Dialect& dialect) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    text = without_leading_blanks(text);
    if (auto shell = shell_line_of(text)) return {{std::move(*shell)}};
    if (auto command = bare_command(text)) return {{std::move(*command)}};
    if (is_open_comment(text, dialect)) return {{}, true};
    Reading reading;
    while (!text.empty()) {
        if (is_command_here(text, reading.inputs.empty())) {
            take_command(text, reading);
        } else {
            take_words(text, dialect, reading);
        }
        text = without_leading_blanks(text);
    }
    return reading;
}

bool has_empty_last_line(std::string_view text) {
    const std::size_t line = text.rfind('\n');
    return line != std::string_view::npos && trim(text.substr(line)).empty();
}

}

std::vector<Input> classify(std::string_view text, const database::Dialect& dialect) {
    return read_input(text, dialect).inputs;
}

bool is_unfinished(std::string_view text, const database::Dialect& dialect) {
    if (has_empty_last_line(text)) return false;
    const Reading reading = read_input(text, dialect);
    if (reading.is_open) return true;
    if (reading.inputs.empty()) return false;
    const Input& last = reading.inputs.back();
    const bool may_go_on =
        std::holds_alternative<Question>(last) || std::holds_alternative<ShellLine>(last);
    return may_go_on && ends_with_backslash(text);
}

}
