#pragma once

#include "libagent/database/dialect.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

enum class TokenKind { word, quoted_name, string, number, symbol, parameter, comment, bad };

/// A piece of SQL; `text` points into the statement.
struct SqlToken {
    TokenKind kind;
    std::string_view text;

    /// A bare word, compared ignoring ASCII case. `word` in lower case.
    bool is(std::string_view word) const;
    bool is_symbol(std::string_view symbol) const;
    /// A word or a quoted name.
    bool is_name() const;
    /// A name as the database looks it up: without its quotes, in lower case.
    std::string identifier() const;
};

using SqlTokens = std::span<const SqlToken>;

/// What a reader of one statement's tokens builds on: it looks at them forth and back without
/// falling off an end. An index before the first one wraps round, and is out of range like one past
/// the last: nothing is anything there. Borrows them.
class TokenReader {
  protected:
    explicit TokenReader(SqlTokens tokens) : tokens_(tokens) {}

    bool is(std::size_t i, std::string_view word) const {
        return i < tokens_.size() && tokens_[i].is(word);
    }
    bool is_symbol(std::size_t i, std::string_view symbol) const {
        return i < tokens_.size() && tokens_[i].is_symbol(symbol);
    }
    bool is_name(std::size_t i) const { return i < tokens_.size() && tokens_[i].is_name(); }

    SqlTokens tokens_;
};

/// Cuts a statement into tokens as the dialect reads strings, quoted names, dollar quotes and
/// comments. White space is dropped, comments are kept. What never ends (a string, a comment) is
/// one `bad` token, and so is what the dialect does not decide.
std::vector<SqlToken> sql_tokens(std::string_view sql, const Dialect& dialect);

/// The same without its comments, as who looks for what a statement says needs it.
std::vector<SqlToken> sql_tokens_without_comments(std::string_view sql, const Dialect& dialect);

}
