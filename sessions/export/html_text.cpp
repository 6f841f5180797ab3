#include "sessions/export/html_text.h"

#include "libagent/database/sql_tokens.h"
#include "libagent/results/writers/document_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::sessions {
namespace {

/// What models and people write in capitals are the bones of a statement.
bool is_written_in_capitals(std::string_view word) {
    return word.size() > 1 && std::all_of(word.begin(), word.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || c == '_';
           });
}

std::string_view class_of(const database::SqlToken& token) {
    switch (token.kind) {
        case database::TokenKind::word: return is_written_in_capitals(token.text) ? "k" : "";
        case database::TokenKind::string: return "s";
        case database::TokenKind::number: return "n";
        case database::TokenKind::comment: return "c";
        default: return {};
    }
}

}

std::string html_text(std::string_view text) {
    std::string out;
    for (const char c : results::document_text(text)) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string html_sql(std::string_view sql) {
    std::string out;
    std::size_t done = 0;
    for (const database::SqlToken& token :
         database::sql_tokens(sql, *database::find_dialect("postgres"))) {
        const std::string_view name = class_of(token);
        if (name.empty()) continue;
        const auto begin = static_cast<std::size_t>(token.text.data() - sql.data());
        out += html_text(sql.substr(done, begin - done));
        out += fmt::format(R"(<span class="{}">{}</span>)", name, html_text(token.text));
        done = begin + token.text.size();
    }
    return out += html_text(sql.substr(done));
}

}
