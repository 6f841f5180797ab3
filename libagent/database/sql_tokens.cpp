#include "libagent/database/sql_tokens.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::database {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_sql_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool is_sql_digit(char c) {
    return c >= '0' && c <= '9';
}

bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_word(char c) {
    return starts_word(c) || is_sql_digit(c) || c == '$';
}

/// Cuts one text from left to right. Where databases differ in what they would read and the dialect
/// does not say, the piece is `bad`: better refused than understood otherwise than it runs.
class SqlCutter {
  public:
    SqlCutter(std::string_view sql, const Dialect& dialect) : sql_(sql), dialect_(dialect) {}

    std::vector<SqlToken> cut() {
        std::vector<SqlToken> tokens;
        if (sql_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
        while (true) {
            while (at_ < sql_.size() && is_sql_space(sql_[at_])) ++at_;
            if (at_ == sql_.size()) return tokens;
            const std::size_t begin = at_;
            const TokenKind kind = take();
            tokens.push_back({kind, sql_.substr(begin, at_ - begin)});
        }
    }

  private:
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0';
    }

    TokenKind take() {
        const char c = peek();
        if (c == '\'')
            return take_quoted('\'', true, dialect_.backslash_escapes, TokenKind::string);
        if (c == '"') return take_double_quoted();
        if (c == '`') return take_backticked();
        if (c == '[' && (dialect_.bracket_identifiers || dialect_.identifier_quote == '[')) {
            // Only where [ is the usual quote does ]] stand for one ].
            return take_quoted(']', dialect_.identifier_quote == '[', false,
                               TokenKind::quoted_name);
        }
        if (c == '-' && peek(1) == '-') return take_line_comment();
        if (c == '#' && dialect_.hash_comments) return take_line_comment();
        if (c == '/' && peek(1) == '*') return take_block_comment();
        if (is_sql_digit(c) || (c == '.' && is_sql_digit(peek(1)))) return take_number();
        if (starts_word(c)) return take_word();
        if (c == '$') return take_dollar();
        if (c == '?' || c == ':' || c == '@') return take_parameter();
        ++at_;
        constexpr char delete_character = 0x7F;
        return c < ' ' || c == delete_character ? TokenKind::bad : TokenKind::symbol;
    }

    /// From the opening quote, which is here, past the closing one.
    TokenKind take_quoted(char close, bool doubling, bool backslashes, TokenKind kind) {
        for (++at_; at_ < sql_.size(); ++at_) {
            if (backslashes && sql_[at_] == '\\') {
                ++at_;
            } else if (sql_[at_] == close) {
                if (!doubling || peek(1) != close) {
                    ++at_;
                    return kind;
                }
                ++at_;
            }
        }
        at_ = sql_.size();
        return TokenKind::bad;
    }

    TokenKind take_double_quoted() {
        const bool is_name = dialect_.identifier_quote != '`';
        return take_quoted('"', true, !is_name && dialect_.backslash_escapes,
                           is_name ? TokenKind::quoted_name : TokenKind::string);
    }

    TokenKind take_backticked() {
        if (dialect_.backtick_identifiers || dialect_.identifier_quote == '`') {
            return take_quoted('`', true, false, TokenKind::quoted_name);
        }
        ++at_;
        return TokenKind::bad;
    }

    /// A lone carriage return ends the comment for some databases and not for others.
    TokenKind take_line_comment() {
        const std::size_t end = std::min(sql_.find('\n', at_), sql_.size());
        const std::string_view comment = sql_.substr(at_, end - at_);
        at_ = end;
        const bool is_lone = comment.find('\r') < comment.size() - 1;
        return is_lone || comment.find('\0') != std::string_view::npos ? TokenKind::bad
                                                                       : TokenKind::comment;
    }

    TokenKind take_block_comment() {
        const bool is_executed =
            dialect_.conditional_comments && (peek(2) == '!' || (peek(2) == 'M' && peek(3) == '!'));
        std::size_t depth = 1;
        at_ += 2;
        while (at_ < sql_.size()) {
            if (peek() == '*' && peek(1) == '/') {
                at_ += 2;
                if (--depth == 0) return is_executed ? TokenKind::bad : TokenKind::comment;
            } else if (dialect_.nested_comments && peek() == '/' && peek(1) == '*') {
                at_ += 2;
                ++depth;
            } else {
                ++at_;
            }
        }
        return dialect_.unterminated_comments ? TokenKind::comment : TokenKind::bad;
    }

    /// Stops where a word begins, so that `1INTO` cannot hide one.
    TokenKind take_number() {
        const auto take_digits = [this] {
            while (is_sql_digit(peek()) || (peek() == '_' && is_sql_digit(peek(1)))) ++at_;
        };
        const bool is_hex = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
        if (is_hex) {
            at_ += 2;
            constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
            while (at_ < sql_.size() && hex_digits.find(peek()) != std::string_view::npos) ++at_;
            return TokenKind::number;
        }
        take_digits();
        if (peek() == '.') {
            ++at_;
            take_digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (is_sql_digit(peek(1 + sign))) {
                at_ += 1 + sign;
                take_digits();
            }
        }
        return TokenKind::number;
    }

    TokenKind take_word() {
        const std::size_t begin = at_;
        while (at_ < sql_.size() && continues_word(sql_[at_])) ++at_;
        const bool is_e = at_ - begin == 1 && (sql_[begin] == 'e' || sql_[begin] == 'E');
        if (is_e && dialect_.e_strings && peek() == '\'') {
            return take_quoted('\'', true, true, TokenKind::string);
        }
        return TokenKind::word;
    }

    /// `$1`, `$name`, or `$tag$ … $tag$`.
    TokenKind take_dollar() {
        std::size_t end = at_ + 1;
        while (end < sql_.size() && sql_[end] != '$' && continues_word(sql_[end])) ++end;
        const std::string_view tag = sql_.substr(at_, end - at_ + 1);
        const bool is_bare = end == at_ + 1;
        const bool is_quote =
            dialect_.dollar_quotes && tag.ends_with('$') && tag.size() > 1 && !is_sql_digit(tag[1]);
        if (is_quote) {
            const std::size_t close = sql_.find(tag, end + 1);
            at_ = close == std::string_view::npos ? sql_.size() : close + tag.size();
            return close == std::string_view::npos ? TokenKind::bad : TokenKind::string;
        }
        at_ = end;
        return is_bare ? TokenKind::bad : TokenKind::parameter;
    }

    /// `?`, `?1`, `:name`, `@name`; `::`, `:=`, `@@name` and a slice's colon are symbols.
    TokenKind take_parameter() {
        const char c = sql_[at_++];
        const bool named = c == '?' ? is_sql_digit(peek()) : starts_word(peek());
        if (!named && c != '?') {
            if (c == ':' && peek() == ':') ++at_;  // Or the type's name would be a parameter.
            return TokenKind::symbol;
        }
        while (at_ < sql_.size() && continues_word(sql_[at_])) ++at_;
        return TokenKind::parameter;
    }

    std::string_view sql_;
    const Dialect& dialect_;
    std::size_t at_ = 0;
};

}

bool SqlToken::is(std::string_view word) const {
    return kind == TokenKind::word && equal_ignoring_case(text, word);
}

std::vector<SqlToken> sql_tokens(std::string_view sql, const Dialect& dialect) {
    return SqlCutter(sql, dialect).cut();
}

}
