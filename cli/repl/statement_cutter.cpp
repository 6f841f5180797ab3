#include "cli/repl/statement_cutter.h"

#include "cli/repl/sql_look.h"
#include "libagent/base/text.h"
#include "libagent/database/sql_tokens.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace askdb::cli::repl {
namespace {

using database::SqlToken;
using database::TokenKind;

/// Cuts one text, whose first token begins what may be a statement, into statements.
class StatementCutter {
  public:
    StatementCutter(std::string_view text, const database::Dialect& dialect)
        : text_(text), tokens_(database::sql_tokens(text, dialect)) {}

    StatementCut cut() {
        StatementCut cut;
        while (true) {
            const std::size_t begin = at_;
            while (at_ < tokens_.size() && is_between_statements(tokens_[at_])) ++at_;
            if (at_ == tokens_.size()) {
                cut.length = is_hash_sentence() ? 0 : text_.size();
                return cut;
            }
            cut.length = at_ == 0 ? 0 : offset(tokens_[at_ - 1]) + tokens_[at_ - 1].text.size();
            std::optional<Statement> statement = take_statement(begin, !cut.statements.empty());
            if (!statement) return cut;
            cut.statements.push_back(std::move(*statement));
            cut.length = end_;
            cut.is_open = is_open_;
        }
    }

  private:
    static bool is_between_statements(const SqlToken& token) {
        return token.kind == TokenKind::comment || token.is_symbol(";");
    }

    std::size_t offset(const SqlToken& token) const {
        return static_cast<std::size_t>(token.text.data() - text_.data());
    }

    /// `# of customers` is a question, though MySQL takes it for a comment.
    bool is_hash_sentence() const {
        return std::any_of(tokens_.begin(), tokens_.end(),
                           [](const SqlToken& t) { return t.text.starts_with('#'); }) &&
               std::all_of(tokens_.begin(), tokens_.end(),
                           [](const SqlToken& t) { return t.kind == TokenKind::comment; });
    }

    /// From the comments before it at `begin` to its end; moves at_ and end_ behind it.
    std::optional<Statement> take_statement(std::size_t begin, bool follows_statement) {
        while (tokens_[begin].is_symbol(";")) ++begin;
        std::vector<SqlToken> own;
        const End end = find_end(own);
        const SqlLook look = sql_look(own);
        const bool is_possible = look == SqlLook::possible && !reads_as_prose(own);
        const bool is_ended_well = end.is_found && is_possible && goes_on_as_sql(end);
        const bool is_followed_up = follows_statement && !end.is_found && is_possible;
        if (look != SqlLook::certain && !is_ended_well && !is_followed_up) return std::nullopt;
        const std::size_t from = offset(tokens_[begin]);
        is_open_ = look == SqlLook::certain && !end.is_found;
        at_ = end.token;
        end_ = end.offset + end.length;
        return Statement{std::string(trim(text_.substr(from, end.offset - from))), end.is_expanded};
    }

    struct End {
        std::size_t token = 0;   ///< The first one behind the statement and its end.
        std::size_t offset = 0;  ///< Where its end (`;`, `\g`) begins.
        std::size_t length = 0;
        bool is_found = false;
        bool is_expanded = false;
    };

    /// Puts the statement's tokens, without comments, into `own`.
    End find_end(std::vector<SqlToken>& own) const {
        for (std::size_t i = at_; i < tokens_.size(); ++i) {
            const SqlToken& token = tokens_[i];
            if (token.kind == TokenKind::comment) continue;
            if (token.is_symbol(";") && !is_inside_body(own))
                return {i + 1, offset(token), 1, true};
            if (!own.empty() && is_line_of_its_own(token))
                return {i + 1, offset(token), token.text.size(), true};
            if (token.is_symbol("\\") && i + 1 < tokens_.size()) {
                const std::string_view word = tokens_[i + 1].text;
                const bool is_here = offset(token) + 1 == offset(tokens_[i + 1]);
                const bool is_expanded = word == "G" || word == "gx";
                if (is_here && (is_expanded || word == "g"))
                    return {i + 2, offset(token), word.size() + 1, true, is_expanded};
            }
            own.push_back(token);
        }
        return {tokens_.size(), text_.size(), 0};
    }

    /// Inside `CREATE TRIGGER … BEGIN …; …; END`.
    static bool is_inside_body(const std::vector<SqlToken>& own) {
        if (own.size() < 2 || !own[0].is("create") || own.back().is("end")) return false;
        const auto is = [&](std::string_view word) {
            return std::any_of(own.begin(), own.end(), [&](const auto& t) { return t.is(word); });
        };
        return is("trigger") && is("begin");
    }

    bool is_line_of_its_own(const SqlToken& token) const {
        if (!token.is("go") && !token.is_symbol("/")) return false;
        constexpr std::string_view blanks = " \t\r";
        const std::size_t begin = offset(token), end = begin + token.text.size();
        if (begin == 0) return false;
        const std::size_t before = text_.find_last_not_of(blanks, begin - 1);
        const std::size_t behind = text_.find_first_not_of(blanks, end);
        return before != std::string_view::npos && text_[before] == '\n' &&
               (behind == std::string_view::npos || text_[behind] == '\n');
    }

    /// A statement that only its semicolon makes one: not when a sentence goes on behind that.
    bool goes_on_as_sql(const End& end) const {
        const std::string_view rest = text_.substr(end.offset + end.length);
        if (trim(rest.substr(0, rest.find('\n'))).empty()) return true;
        if (end.token == tokens_.size()) return true;
        const SqlToken& next = tokens_[end.token];
        return is_between_statements(next) || next.is_symbol("\\") ||
               sql_look(database::SqlTokens(tokens_).subspan(end.token, 1)) != SqlLook::none;
    }

    std::string_view text_;
    std::vector<SqlToken> tokens_;
    std::size_t at_ = 0;   ///< The token that comes next.
    std::size_t end_ = 0;  ///< Where the last statement ends, its end included.
    bool is_open_ = false;
};

}

StatementCut cut_statements(std::string_view text, const database::Dialect& dialect) {
    return StatementCutter(text, dialect).cut();
}

}
