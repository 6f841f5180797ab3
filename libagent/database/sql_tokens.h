#pragma once

#include "libagent/database/dialect.h"

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
};

/// Cuts a statement into tokens as the dialect reads strings, quoted names, dollar quotes and
/// comments. White space is dropped, comments are kept. What never ends (a string, a comment) is
/// one `bad` token.
std::vector<SqlToken> sql_tokens(std::string_view sql, const Dialect& dialect);

}
