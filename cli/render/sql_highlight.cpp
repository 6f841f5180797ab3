#include "cli/render/sql_highlight.h"

#include "cli/render/sql_keywords.h"
#include "libagent/base/text.h"
#include "libagent/database/sql_tokens.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

using database::SqlToken;
using database::TokenKind;

/// What a token that never ends, or is none, was meant to be.
Style style_of_bad(std::string_view text) {
    if (text.starts_with("/*") || text.starts_with("--")) return Style::comment;
    const bool is_text = text.starts_with('\'') || text.starts_with('$') ||
                         text.starts_with("E'") || text.starts_with("e'");
    return is_text ? Style::string : Style::identifier;
}

Style style_of(const SqlToken& token) {
    switch (token.kind) {
        case TokenKind::word:
            return is_sql_bone(lower_ascii(token.text)) ? Style::keyword : Style::identifier;
        case TokenKind::quoted_name: return Style::identifier;
        case TokenKind::string: return Style::string;
        case TokenKind::number:
        case TokenKind::parameter: return Style::number;
        case TokenKind::symbol: return Style::plain;
        case TokenKind::comment: return Style::comment;
        case TokenKind::bad: return style_of_bad(token.text);
    }
    return Style::plain;
}

/// What must stand in front of the next line so that it is read as the rest of `token`; empty when
/// the token is over.
std::string_view opening_of(const SqlToken& token) {
    const std::string_view text = token.text;
    const bool may_end_nowhere = token.kind == TokenKind::bad || token.kind == TokenKind::comment;
    if (!may_end_nowhere) return {};
    if (text.starts_with("/*"))
        return text.size() > 3 && text.ends_with("*/") ? "" : text.substr(0, 2);
    if (token.kind == TokenKind::comment) return {};
    if (text.starts_with("E'") || text.starts_with("e'")) return text.substr(0, 2);
    if (text.starts_with('$')) {
        const std::size_t tag_end = text.find('$', 1);
        return tag_end == std::string_view::npos ? "" : text.substr(0, tag_end + 1);
    }
    return std::string_view("'\"`[").find(text.front()) == std::string_view::npos
               ? ""
               : text.substr(0, 1);
}

std::string highlighted_lines(std::string_view sql, const database::Dialect& dialect,
                              const Theme& theme) {
    SqlHighlighter highlighter(dialect, theme);
    std::string out;
    while (true) {
        const std::size_t newline = sql.find('\n');
        std::string_view line = sql.substr(0, newline);
        if (line.ends_with('\r') && newline != std::string_view::npos) line.remove_suffix(1);
        out += highlighter.line(line);
        if (newline == std::string_view::npos) return out;
        out += '\n';
        sql.remove_prefix(newline + 1);
    }
}

}

SqlHighlighter::SqlHighlighter(const database::Dialect& dialect, const Theme& theme)
    : dialect_(dialect), theme_(&theme) {
    // A name in backticks or an odd quote is no reason to show the rest of a statement as broken.
    if (dialect_.quoting_unknown) dialect_.backtick_identifiers = true;
    dialect_.quoting_unknown = false;
}

std::string SqlHighlighter::line(std::string_view text) {
    if (!theme_->paints()) return visible(text, true);
    const std::string before = open_.empty() ? std::string() : open_ + "\n";
    const std::string whole = before + std::string(text);
    open_.clear();
    std::string out;
    std::size_t done = before.size();
    const std::vector<SqlToken> tokens = database::sql_tokens(whole, dialect_);
    for (const SqlToken& token : tokens) {
        const auto begin = static_cast<std::size_t>(token.text.data() - whole.data());
        const std::size_t end = begin + token.text.size();
        const std::size_t from = std::max(begin, done);
        if (from > done) out += visible(whole.substr(done, from - done), true);
        if (end > from)
            out += theme_->paint(style_of(token), visible(whole.substr(from, end - from), true));
        done = std::max(done, end);
    }
    if (!tokens.empty()) open_ = opening_of(tokens.back());
    return out + visible(std::string_view(whole).substr(std::min(done, whole.size())), true);
}

std::string highlighted_sql(std::string_view sql, const database::Dialect& dialect,
                            const Theme& theme, std::size_t max_bytes) {
    if (max_bytes == 0 || sql.size() <= max_bytes) return highlighted_lines(sql, dialect, theme);
    // The end of a statement (ORDER BY, LIMIT) is worth less than its beginning, and something.
    const std::string_view head = utf8_prefix(sql, max_bytes - max_bytes / 3);
    const std::string_view tail = utf8_suffix(sql, max_bytes / 3);
    const std::string left_out = fmt::format(
        "… {} bytes left out …", with_thousands(sql.size() - head.size() - tail.size()));
    return fmt::format("{}\n{}\n{}", highlighted_lines(head, dialect, theme),
                       theme.paint(Style::dim, left_out), highlighted_lines(tail, dialect, theme));
}

}
