#include "libagent/database/unknown_server_names.h"

#include "libagent/base/text.h"
#include "libagent/database/harmless_functions.h"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace askdb::database {
namespace {

class UnknownServerJudge : TokenReader {
  public:
    UnknownServerJudge(SqlTokens tokens, const NameJudge& judge)
        : TokenReader(tokens), judge_(judge) {}

    std::optional<Error> judge() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (auto error = judge_call(i)) return error;
            if (auto error = judge_membership(i)) return error;
            if (auto error = judge_type(i)) return error;
            if (is_symbol(i, "("))
                callers_.push_back(i > 0 ? lower_ascii(tokens_[i - 1].text) : "");
            if (is_symbol(i, ")") && !callers_.empty()) callers_.pop_back();
        }
        return std::nullopt;
    }

  private:
    std::optional<Error> judge_call(std::size_t i) const {
        if (!is_name(i) || !is_symbol(i + 1, "(") || has_columns(i)) return std::nullopt;
        const std::string name = tokens_[i].identifier();
        const bool is_bare = !is_symbol(i - 1, ".");
        if (is_bare && is_harmless_function(name)) return std::nullopt;
        const bool is_grammar =
            tokens_[i].kind == TokenKind::word && is_word_before_parenthesis(name);
        if (is_bare && is_grammar) return std::nullopt;
        return not_with_lists(fmt::format("function '{}'", name));
    }

    /// `INSERT INTO s.t (a, b)`, `WITH x (a, b) AS (`, `AS x (a, b)`.
    bool has_columns(std::size_t i) const {
        std::size_t first = i, end = i + 2;
        while (is_symbol(first - 1, ".") && is_name(first - 2)) first -= 2;
        while (is_name(end) || is_symbol(end, ",")) ++end;
        if (!is_symbol(end, ")")) return false;
        const bool is_definition = is(i - 1, "with") || is(i - 1, "recursive") ||
                                   (is_symbol(i - 1, ",") && is_symbol(end + 2, "("));
        return is(first - 1, "into") || is(first - 1, "insert") || is(i - 1, "as") ||
               (is_definition && is(end + 1, "as"));
    }

    /// Some databases read a table behind IN: `x IN t`, `x IN (t)`, `in(x, t)`.
    std::optional<Error> judge_membership(std::size_t i) const {
        if (!is(i, "in") || is_symbol(i - 1, ".") || is(i - 1, "as")) return std::nullopt;
        const bool is_position = !callers_.empty() && callers_.back() == "position";
        const bool is_call = !is_operand(i - 1) && is_symbol(i + 1, "(");
        const bool is_name_alone = is_name(i + 1) && !is_position;
        std::size_t at = i + 1;
        while (is_symbol(at, "(")) ++at;
        while (is_name(at) && is_symbol(at + 1, ".")) at += 2;
        const bool is_name_inside = is_symbol(i + 1, "(") && is_name(at) && is_symbol(at + 1, ")");
        if (is_call || is_name_alone || is_name_inside) {
            return not_with_lists("IN with a name in place of values");
        }
        return std::nullopt;
    }

    bool is_operand(std::size_t i) const {
        constexpr std::string_view openers[] = {"select", "distinct", "where", "and", "or",
                                                "when",   "then",     "else",  "on",  "having",
                                                "by",     "all",      "case"};
        if (i >= tokens_.size()) return false;
        const SqlToken& token = tokens_[i];
        if (token.kind == TokenKind::word) return !among(openers, lower_ascii(token.text));
        return token.kind != TokenKind::symbol || token.is_symbol(")") || token.is_symbol("]") ||
               token.is_symbol("}");
    }

    /// `'t'::regclass`, `regclass 't'`, `CAST(NULL AS t)`: the last two name types, too.
    std::optional<Error> judge_type(std::size_t i) const {
        if (!is_name(i) || is_symbol(i + 1, ".")) return std::nullopt;
        const PostgresName type{
            .schema = is_symbol(i - 1, ".") && is_name(i - 2) ? tokens_[i - 2].identifier() : "",
            .name = tokens_[i].identifier()};
        const std::size_t before = type.schema.empty() ? i - 1 : i - 3;
        const bool is_cast = !callers_.empty() && callers_.back().ends_with("cast");
        const bool is_type = (is(before, "as") && is_cast) || is_symbol(before, ":") ||
                             is_symbol(before, "::") ||
                             (i + 1 < tokens_.size() && tokens_[i + 1].kind == TokenKind::string);
        if (!is_type || judge_.allows_type(type)) return std::nullopt;
        if (NameJudge::is_lookup_type(type.name))
            return not_with_lists(fmt::format("type '{}'", type.name));
        return not_listed(type.name);
    }

    const NameJudge& judge_;
    std::vector<std::string> callers_;  ///< What stands before each open parenthesis.
};

}

std::optional<Error> judge_unknown_server_names(SqlTokens tokens, const NameJudge& judge) {
    return UnknownServerJudge(tokens, judge).judge();
}

}
