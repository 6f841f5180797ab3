#include "libagent/database/sql_statements.h"

#include "libagent/base/text.h"
#include "libagent/database/sql_tokens.h"

#include <algorithm>

namespace askdb::database {
namespace {

/// Whether the token, which is within `script`, stands alone on its line.
bool is_whole_line(std::string_view script, std::string_view token) {
    const auto begin = static_cast<std::size_t>(token.data() - script.data());
    const std::size_t line = script.rfind('\n', begin) + 1;  // npos + 1 is 0.
    const std::size_t end = std::min(script.find('\n', begin), script.size());
    return trim(script.substr(line, end - line)) == token;
}

}

std::vector<SqlPiece> split_statements(std::string_view script, const Dialect& dialect) {
    std::vector<SqlPiece> pieces;
    const char* begin = nullptr;  // Of the statement in hand.
    const char* end = nullptr;
    std::size_t line = 1;
    const char* counted = script.data();  // How far lines were counted.
    const auto finish = [&] {
        if (begin == nullptr) return;
        line += static_cast<std::size_t>(std::count(counted, begin, '\n'));
        counted = begin;
        pieces.push_back({{begin, static_cast<std::size_t>(end - begin)}, line});
        begin = nullptr;
    };
    for (const SqlToken& token : sql_tokens(script, dialect)) {
        const bool separates =
            token.is_symbol(";") || (dialect.statements_without_semicolon && token.is("go") &&
                                     is_whole_line(script, token.text));
        if (separates) {
            finish();
        } else if (token.kind != TokenKind::comment) {
            if (begin == nullptr) begin = token.text.data();
            end = token.text.data() + token.text.size();
        }
    }
    finish();
    return pieces;
}

}
