#include "cli/repl/completer.h"

#include "cli/repl/candidate_list.h"
#include "cli/repl/command_completion.h"
#include "cli/repl/input.h"
#include "cli/repl/question_completion.h"
#include "cli/repl/references.h"
#include "cli/repl/sql_completion.h"
#include "cli/repl/sql_look.h"
#include "libagent/base/ascii.h"
#include "libagent/base/text.h"
#include "libagent/base/utf8.h"
#include "libagent/database/sql_tokens.h"

#include <algorithm>

namespace askdb::cli::repl {
namespace {

using database::SqlToken;
using database::SqlTokens;

constexpr std::string_view blanks_and_newlines = " \t\r\n";

bool begins_command_line(std::string_view line) {
    const bool has_name = line.size() < 2 || (line[1] >= 'a' && line[1] <= 'z');
    return line.starts_with('\\') || (line.starts_with('.') && has_name) ||
           (line.starts_with('/') && !line.starts_with("//") && !line.starts_with("/*"));
}

/// The bytes of the statement, or of the question, in which the cursor stands.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Between two semicolons. Those of the text right of the cursor count, too.
Stretch stretch_at(std::string_view line, std::size_t cursor, const database::Dialect& dialect) {
    Stretch stretch{0, line.size()};
    for (const SqlToken& token : database::sql_tokens(line, dialect)) {
        if (!token.is_symbol(";")) continue;
        const auto at = static_cast<std::size_t>(token.text.data() - line.data());
        if (at >= cursor) {
            stretch.end = at;
            break;
        }
        stretch.begin = at + 1;
    }
    return stretch;
}

struct TypedLook {
    SqlLook look;
    bool is_prose;
};

TypedLook look_of(std::string_view text, const database::Dialect& dialect) {
    std::vector<SqlToken> tokens = database::sql_tokens_without_comments(text, dialect);
    return {sql_look(tokens), reads_as_prose(tokens)};
}

bool is_typed_sql(std::string_view text, const database::Dialect& dialect) {
    const TypedLook typed = look_of(text, dialect);
    return typed.look == SqlLook::certain || (typed.look == SqlLook::possible && !typed.is_prose);
}

/// A verb that has only begun: `sel`.
bool is_first_sql_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

Completion complete_words(std::string_view line, std::size_t cursor,
                          const CompletionSources& sources) {
    const Stretch stretch = stretch_at(line, cursor, sources.dialect);
    std::string_view text = line.substr(stretch.begin, stretch.end - stretch.begin);
    const std::size_t at = cursor - stretch.begin;
    const std::string_view left = text.substr(0, at);
    // `Explain @notes.txt` only looks like SQL.
    const bool names_something =
        open_reference(left) && look_of(left, sources.dialect).look != SqlLook::certain;
    const bool is_sql = is_typed_sql(text, sources.dialect) || is_typed_sql(left, sources.dialect);
    if (is_sql && !names_something) return shifted(complete_sql(text, at, sources), stretch.begin);
    Completion completion = shifted(complete_question(left, sources), stretch.begin);
    const std::string_view first = trim(left);
    if (completion.candidates.empty() && is_first_sql_word(first) && left.ends_with(first))
        return shifted(complete_sql(left, at, sources), stretch.begin);
    return completion;
}

}

Completion complete(std::string_view line, std::size_t cursor, const CompletionSources& sources) {
    cursor = std::min(cursor, line.size());
    const std::size_t first = std::min(line.find_first_not_of(blanks_and_newlines), cursor);
    if (line.substr(first).starts_with('!') && first < cursor)
        return shifted(complete_shell_line(line.substr(first, cursor - first), sources), first);
    // Commands before it have lines of their own.
    std::size_t begin = first;
    while (begin < cursor && begins_command_line(line.substr(begin))) {
        const std::size_t end = line.find('\n', begin);
        if (end >= cursor)
            return shifted(complete_command(line.substr(begin, cursor - begin), sources), begin);
        begin = std::min(line.find_first_not_of(blanks_and_newlines, end), cursor);
    }
    const std::size_t last_line = cursor == 0 ? 0 : line.rfind('\n', cursor - 1) + 1;
    const std::size_t sign = std::min(line.find_first_not_of(" \t", last_line), cursor);
    if (sign > begin && sign < cursor && begins_command_line(line.substr(sign)) &&
        !is_unfinished(trim(line.substr(begin, last_line - begin)), sources.dialect))
        return shifted(complete_command(line.substr(sign, cursor - sign), sources), sign);
    return shifted(complete_words(line.substr(begin), cursor - begin, sources), begin);
}

std::string common_beginning(const Completion& completion) {
    if (completion.candidates.empty()) return {};
    std::string_view shared = completion.candidates.front();
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; };
    for (const std::string_view other : completion.candidates) {
        std::size_t same = 0;
        while (same < std::min(shared.size(), other.size()) &&
               small(shared[same]) == small(other[same]))
            ++same;
        while (same > 0 && same < shared.size() && is_continuation_byte(shared[same])) --same;
        shared = shared.substr(0, same);
    }
    return std::string(shared);
}

}
