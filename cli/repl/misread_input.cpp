#include "cli/repl/misread_input.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace askdb::cli::repl {
namespace {

// Not those that are near to other words: "how" to SHOW, "after" to ALTER, "value" to VALUES.
constexpr std::string_view slipped_verbs[] = {"select", "explain", "describe", "insert",  "update",
                                              "delete", "create",  "pragma",   "truncate"};

// How a statement may go on; no question is typed so.
constexpr std::string_view later_clauses[] = {"limit",  "offset", "where", "group",     "order",
                                              "having", "join",   "union", "intersect", "except",
                                              "fetch",  "inner",  "cross", "returning"};

constexpr std::string_view question_verbs[] = {"is", "are", "was", "were",
                                               "do", "did", "can", "does"};

constexpr std::string_view word_ends = " \t\r\n;";

std::string_view word_at(std::string_view text, std::size_t begin) {
    return text.substr(begin, text.find_first_of(word_ends, begin) - begin);
}

/// `LIMIT 3`, but not `Where are they?`
bool goes_on_with_statement(std::string_view text) {
    const std::string first = lower_ascii(word_at(text, 0));
    if (!among(later_clauses, first) || trim(text).ends_with('?')) return false;
    const std::size_t next = text.find_first_not_of(word_ends, first.size());
    return next != std::string_view::npos &&
           !among(question_verbs, lower_ascii(word_at(text, next)));
}

std::optional<Error> misread_question(const Question& question, bool follows_statement) {
    constexpr std::size_t most_shown = 40;
    if (!question.meant_verb.empty())
        return Error{Errc::usage,
                     fmt::format("'{}' is no verb of SQL", visible(word_at(question.text, 0))),
                     fmt::format("did you mean {}? To ask it as it is: // {}", question.meant_verb,
                                 clipped(visible(question.text), most_shown))};
    if (!follows_statement || !goes_on_with_statement(question.text)) return std::nullopt;
    return Error{Errc::usage,
                 fmt::format("nothing ran: '{}' stands behind the ';' that ends the statement",
                             clipped(visible(question.text), most_shown)),
                 "move the ';' to the end"};
}

std::optional<Error> misread_statement(const Statement& statement) {
    const std::string_view sql = statement.sql;
    if (lower_ascii(word_at(sql, 0)) != "from") return std::nullopt;
    constexpr std::size_t most_shown = 200;
    return Error{Errc::usage, "a statement does not begin with FROM",
                 "SELECT * " + clipped(visible(sql), most_shown) + ";"};
}

}

std::string meant_sql_verb(std::string_view word) {
    constexpr std::size_t least_letters = 3;
    const std::string typed = lower_ascii(word);
    if (typed.size() < least_letters || among(slipped_verbs, typed)) return {};
    const auto found = std::find_if(
        std::begin(slipped_verbs), std::end(slipped_verbs), [&](std::string_view verb) {
            const bool has_length =
                typed.size() <= verb.size() + 1 && verb.size() <= typed.size() + 1;
            return has_length && edit_distance(typed, verb) <= 1;
        });
    return found == std::end(slipped_verbs) ? std::string() : upper_ascii(*found);
}

std::optional<Error> misread_input(const std::vector<Input>& inputs) {
    bool follows_statement = false;
    for (const Input& input : inputs) {
        std::optional<Error> error;
        if (const auto* question = std::get_if<Question>(&input))
            error = misread_question(*question, follows_statement);
        const auto* statement = std::get_if<Statement>(&input);
        if (statement != nullptr) error = misread_statement(*statement);
        if (error) return error;
        follows_statement = statement != nullptr;
    }
    return std::nullopt;
}

}
