#include "libagent/checks/outer_order.h"

#include "libagent/database/sql_tokens.h"

namespace askdb::checks {

bool has_outer_order(std::string_view sql, const database::Dialect& dialect) {
    int depth = 0;
    bool is_after_order = false;
    for (const database::SqlToken& token : database::sql_tokens(sql, dialect)) {
        if (token.kind == database::TokenKind::comment) continue;
        if (token.is_symbol("(")) ++depth;
        if (token.is_symbol(")")) --depth;
        if (is_after_order && token.is("by")) return true;
        is_after_order = depth == 0 && token.is("order");
    }
    return false;
}

}
