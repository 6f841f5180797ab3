#include "libagent/database/literal_text.h"

#include "libagent/base/text.h"

namespace askdb::database {

std::string literal_text(const Dialect& dialect, std::string_view text) {
    if (!dialect.backslash_escapes) return sql_literal(text);
    std::string doubled;
    for (const char c : text) {
        if (c == '\\') doubled += c;
        doubled += c;
    }
    return sql_literal(doubled);
}

std::string containing_pattern(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + '%';
}

}
