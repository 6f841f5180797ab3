#pragma once

#include "libagent/database/sql_tokens.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// Tokens [begin, end).
struct TokenRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool empty() const { return begin >= end; }
};

/// One statement cut into tokens without comments, its parentheses matched. Borrows the text.
class SelectText {
  public:
    SelectText(std::string_view sql, const database::Dialect& dialect);

    /// False: a piece that nobody can cut, or parentheses that do not match.
    bool is_sound() const { return is_sound_; }
    const database::Dialect& dialect() const { return dialect_; }
    std::size_t size() const { return tokens_.size(); }
    const database::SqlToken& at(std::size_t i) const { return tokens_[i]; }

    bool is(std::size_t i, std::string_view word) const {
        return i < tokens_.size() && tokens_[i].is(word);
    }
    bool is_symbol(std::size_t i, std::string_view symbol) const {
        return i < tokens_.size() && tokens_[i].is_symbol(symbol);
    }
    bool is_name(std::size_t i) const { return i < tokens_.size() && tokens_[i].is_name(); }
    bool is_string(std::size_t i) const {
        return i < tokens_.size() && tokens_[i].kind == database::TokenKind::string;
    }
    /// A bare word among these, which are in lower case.
    bool is_among(std::size_t i, const std::vector<std::string_view>& words) const;

    /// Of the parenthesis at `i`, its other one.
    std::size_t other(std::size_t i) const { return others_[i]; }
    /// The token behind `i`, or behind the parentheses that begin there.
    std::size_t behind(std::size_t i) const { return is_symbol(i, "(") ? others_[i] + 1 : i + 1; }
    /// Whether parentheses with a query in them begin there.
    bool opens_query(std::size_t i) const;
    /// The first such word outside of parentheses, or `range.end`.
    std::size_t find(TokenRange range, std::string_view word) const;
    /// The parts between the commas outside of parentheses.
    std::vector<TokenRange> split(TokenRange range) const;
    /// As it stands in the statement; empty for an empty range.
    std::string text(TokenRange range) const;

  private:
    const database::Dialect& dialect_;
    std::vector<database::SqlToken> tokens_;
    std::vector<std::size_t> others_;
    bool is_sound_ = true;
};

}
