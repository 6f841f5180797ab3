#include "libagent/database/sql_tokens.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::database {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_sql_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool is_control(char c) {
    constexpr char delete_character = 0x7F;
    return (c >= 0 && c < ' ') || c == delete_character;
}

bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_word(char c) {
    return starts_word(c) || is_ascii_digit(c) || c == '$';
}

/// Blanks and invisible characters beyond ASCII: some databases skip them, others take them for
/// letters.
bool holds_unicode_blank(std::string_view word) {
    constexpr std::string_view two_bytes[] = {"\xC2\x85", "\xC2\xA0"};
    constexpr std::string_view three_bytes[] = {"\xE1\x9A\x80", "\xE1\xA0\x8E", "\xE3\x80\x80",
                                                "\xEF\xBB\xBF"};
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (static_cast<unsigned char>(word[i]) < 0x80) continue;
        const std::string_view rest = word.substr(i);
        const bool is_punctuation_block =
            rest.starts_with("\xE2\x80") || rest.starts_with("\xE2\x81");
        const auto begins = [rest](std::string_view blank) { return rest.starts_with(blank); };
        if (is_punctuation_block ||
            std::any_of(std::begin(two_bytes), std::end(two_bytes), begins) ||
            std::any_of(std::begin(three_bytes), std::end(three_bytes), begins)) {
            return true;
        }
    }
    return false;
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
            TokenKind kind = take();
            if (hides_bracket(begin)) kind = TokenKind::bad;
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
            return take_quoted('\'', true, dialect_.backslash_escapes && !dialect_.quoting_unknown,
                               TokenKind::string);
        if (c == '"') return take_double_quoted();
        if (c == '`') return take_backticked();
        // Where nobody knows the quotes, what a server says of them is not believed either.
        const bool has_brackets = dialect_.identifier_quote == '[' && !dialect_.quoting_unknown;
        if (c == '[' && (dialect_.bracket_identifiers || has_brackets)) {
            // Only where [ is the usual quote does ]] stand for one ].
            return take_quoted(']', has_brackets, false, TokenKind::quoted_name);
        }
        if (c == '-' && peek(1) == '-' && begins_dash_comment()) return take_line_comment();
        if (c == '#' && dialect_.hash_comments) return take_line_comment();
        if (c == '/' && peek(1) == '*') return take_block_comment();
        if (is_ascii_digit(c) || (c == '.' && is_ascii_digit(peek(1)))) return take_number();
        if (starts_word(c)) return take_word();
        if (c == '$') return take_dollar();
        if (c == '?' || c == ':' || c == '@') return take_parameter();
        ++at_;
        if (dialect_.quoting_unknown) {
            if (c == '[') note_bracket();
            if (c == '#' || (c == ']' && peek() == ']')) return TokenKind::bad;
        }
        return is_control(c) ? TokenKind::bad : TokenKind::symbol;
    }

    /// `[a'b]` is a name or the beginning of a text: where nobody knows, both readings must find
    /// the same closing bracket.
    void note_bracket() {
        if (bracket_close_ != std::string_view::npos && bracket_close_ < at_) {
            bracket_close_ = sql_.find(']', at_);
        }
    }

    bool hides_bracket(std::size_t begin) const {
        return begin < bracket_close_ && bracket_close_ < at_;
    }

    /// At `--`.
    bool begins_dash_comment() const {
        const bool is_at_end = at_ + 2 >= sql_.size();
        return !dialect_.dash_comments_need_blank || is_at_end || peek(2) == ' ' ||
               is_control(peek(2));
    }

    /// From the opening quote, which is here, past the closing one.
    TokenKind take_quoted(char close, bool doubling, bool backslashes, TokenKind kind) {
        const bool is_ambiguous = dialect_.quoting_unknown && begins_other_quoting();
        for (++at_; at_ < sql_.size(); ++at_) {
            if (backslashes && sql_[at_] == '\\') {
                ++at_;
            } else if (sql_[at_] == close) {
                if (dialect_.quoting_unknown && sql_[at_ - 1] == '\\') break;
                if (!doubling || peek(1) != close) {
                    ++at_;
                    return is_ambiguous ? TokenKind::bad : kind;
                }
                ++at_;
            }
        }
        at_ = sql_.size();
        return TokenKind::bad;
    }

    /// Three quotes, or Oracle's q'[…]'.
    bool begins_other_quoting() const {
        const char before = at_ > 0 ? sql_[at_ - 1] : ' ';
        const bool is_tripled = peek(1) == peek() && peek(2) == peek();
        return is_tripled || before == 'q' || before == 'Q';
    }

    TokenKind take_double_quoted() {
        const bool is_name = dialect_.identifier_quote != '`' || dialect_.quoting_unknown;
        return take_quoted('"', true, !is_name && dialect_.backslash_escapes,
                           is_name ? TokenKind::quoted_name : TokenKind::string);
    }

    TokenKind take_backticked() {
        if (dialect_.backtick_identifiers || dialect_.identifier_quote == '`') {
            const std::size_t begin = at_;
            const TokenKind kind = take_quoted('`', true, false, TokenKind::quoted_name);
            const bool is_plain =
                sql_.substr(begin, at_ - begin).find_first_of("'\";\\") == std::string_view::npos;
            return dialect_.quoting_unknown && !is_plain ? TokenKind::bad : kind;
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
        const bool is_minus = dialect_.quoting_unknown && comment.size() > 2 && comment[2] != ' ' &&
                              !is_control(comment[2]);
        return is_lone || is_minus || comment.find('\0') != std::string_view::npos
                   ? TokenKind::bad
                   : TokenKind::comment;
    }

    TokenKind take_block_comment() {
        const bool is_executed =
            dialect_.conditional_comments &&
            (peek(2) == '!' || peek(2) == '+' || (peek(2) == 'M' && peek(3) == '!'));
        bool is_nested = false;
        std::size_t depth = 1;
        at_ += 2;
        while (at_ < sql_.size()) {
            if (peek() == '*' && peek(1) == '/') {
                at_ += 2;
                const bool is_bad = is_executed || (is_nested && dialect_.quoting_unknown);
                if (--depth == 0) return is_bad ? TokenKind::bad : TokenKind::comment;
            } else if (dialect_.nested_comments && peek() == '/' && peek(1) == '*') {
                at_ += 2;
                ++depth;
                is_nested = true;
            } else {
                ++at_;
            }
        }
        return dialect_.unterminated_comments ? TokenKind::comment : TokenKind::bad;
    }

    /// A number with letters at its end (`1INTO`, `1.1e(`) is a word, two tokens, or nothing at
    /// all, depending on who reads it.
    TokenKind take_number() {
        pass_number();
        if (!continues_word(peek())) return TokenKind::number;
        while (at_ < sql_.size() && continues_word(sql_[at_])) ++at_;
        return TokenKind::bad;
    }

    void pass_number() {
        const auto take_digits = [this] {
            while (is_ascii_digit(peek()) || (peek() == '_' && is_ascii_digit(peek(1)))) ++at_;
        };
        const bool is_hex = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
        if (is_hex) {
            at_ += 2;
            constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
            while (at_ < sql_.size() && hex_digits.find(peek()) != std::string_view::npos) ++at_;
            return;
        }
        take_digits();
        if (peek() == '.') {
            ++at_;
            take_digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (is_ascii_digit(peek(1 + sign))) {
                at_ += 1 + sign;
                take_digits();
            }
        }
    }

    TokenKind take_word() {
        const std::size_t begin = at_;
        while (at_ < sql_.size() && continues_word(sql_[at_])) ++at_;
        const bool is_e = at_ - begin == 1 && (sql_[begin] == 'e' || sql_[begin] == 'E');
        if (is_e && dialect_.e_strings && peek() == '\'') {
            return take_quoted('\'', true, true, TokenKind::string);
        }
        const std::string_view word = sql_.substr(begin, at_ - begin);
        return holds_unicode_blank(word) ? TokenKind::bad : TokenKind::word;
    }

    /// `$1`, `$name`, or `$tag$ … $tag$`.
    TokenKind take_dollar() {
        std::size_t end = at_ + 1;
        while (end < sql_.size() && sql_[end] != '$' && continues_word(sql_[end])) ++end;
        const std::string_view tag = sql_.substr(at_, end - at_ + 1);
        const bool is_bare = end == at_ + 1;
        const bool is_quote = dialect_.dollar_quotes && tag.ends_with('$') && tag.size() > 1 &&
                              !is_ascii_digit(tag[1]);
        if (is_quote) {
            const std::size_t close = sql_.find(tag, end + 1);
            at_ = close == std::string_view::npos ? sql_.size() : close + tag.size();
            return close == std::string_view::npos ? TokenKind::bad : TokenKind::string;
        }
        at_ = end;
        return is_bare ? TokenKind::bad : TokenKind::parameter;
    }

    /// `?`, `?1`, `:name`, `@name`; `::`, `:=`, `@@` and a slice's colon are symbols.
    TokenKind take_parameter() {
        const char c = sql_[at_++];
        const bool named = c == '?' ? is_ascii_digit(peek()) : starts_word(peek());
        if (!named && c != '?') {
            // Or the name behind `::` or `@@` would be a parameter.
            if (peek() == c) ++at_;
            return TokenKind::symbol;
        }
        while (at_ < sql_.size() && continues_word(sql_[at_])) ++at_;
        return TokenKind::parameter;
    }

    std::string_view sql_;
    const Dialect& dialect_;
    std::size_t at_ = 0;
    std::size_t bracket_close_ = 0;  ///< The next `]` behind the last `[`; before at_ when passed.
};

}

bool SqlToken::is(std::string_view word) const {
    return kind == TokenKind::word && equal_ignoring_case(text, word);
}

bool SqlToken::is_symbol(std::string_view symbol) const {
    return kind == TokenKind::symbol && text == symbol;
}

bool SqlToken::is_name() const {
    return kind == TokenKind::word || kind == TokenKind::quoted_name;
}

std::string SqlToken::identifier() const {
    if (kind != TokenKind::quoted_name) return lower_ascii(text);
    std::string out;
    const std::string_view inside = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < inside.size(); ++i) {
        out += inside[i];
        if (inside[i] == text.back()) ++i;
    }
    return lower_ascii(out);
}

std::vector<SqlToken> sql_tokens(std::string_view sql, const Dialect& dialect) {
    return SqlCutter(sql, dialect).cut();
}

std::vector<SqlToken> sql_tokens_without_comments(std::string_view sql, const Dialect& dialect) {
    std::vector<SqlToken> tokens = sql_tokens(sql, dialect);
    std::erase_if(tokens, [](const SqlToken& token) { return token.kind == TokenKind::comment; });
    return tokens;
}

}
