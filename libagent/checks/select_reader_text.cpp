#include "libagent/checks/select_reader_text.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::checks {

using database::SqlToken;
using database::TokenKind;

SelectText::SelectText(std::string_view sql, const database::Dialect& dialect)
    : dialect_(dialect), tokens_(database::sql_tokens_without_comments(sql, dialect)) {
    while (!tokens_.empty() && tokens_.back().is_symbol(";")) tokens_.pop_back();
    others_.resize(tokens_.size());
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        is_sound_ &= tokens_[i].kind != TokenKind::bad && !tokens_[i].is_symbol(";");
        if (is_symbol(i, "(")) open.push_back(i);
        if (!is_symbol(i, ")")) continue;
        if (open.empty()) {
            is_sound_ = false;
            return;
        }
        others_[i] = open.back();
        others_[open.back()] = i;
        open.pop_back();
    }
    is_sound_ &= open.empty();
}

bool SelectText::is_among(std::size_t i, const std::vector<std::string_view>& words) const {
    if (i >= tokens_.size() || tokens_[i].kind != TokenKind::word) return false;
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return equal_ignoring_case(tokens_[i].text, word);
    });
}

bool SelectText::opens_query(std::size_t i) const {
    while (is_symbol(i, "(")) ++i;
    return i > 0 && is_symbol(i - 1, "(") && (is(i, "select") || is(i, "with"));
}

std::size_t SelectText::find(TokenRange range, std::string_view word) const {
    std::size_t i = range.begin;
    while (i < range.end && !is(i, word)) i = behind(i);
    return std::min(i, range.end);
}

std::vector<TokenRange> SelectText::split(TokenRange range) const {
    std::vector<TokenRange> parts;
    std::size_t begin = range.begin;
    for (std::size_t i = range.begin; i < range.end; i = behind(i)) {
        if (!is_symbol(i, ",")) continue;
        parts.push_back({begin, i});
        begin = i + 1;
    }
    if (begin < range.end) parts.push_back({begin, range.end});
    return parts;
}

std::string SelectText::text(TokenRange range) const {
    if (range.empty()) return {};
    const char* const begin = tokens_[range.begin].text.data();
    const std::string_view last = tokens_[range.end - 1].text;
    return {begin, last.data() + last.size()};
}

}
