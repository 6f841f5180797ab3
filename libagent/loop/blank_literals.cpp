#include "libagent/loop/blank_literals.h"

#include "libagent/base/text.h"
#include "libagent/database/sql_tokens.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace askdb::loop {
namespace {

using database::SqlToken;
using database::TokenKind;

/// What becomes of one byte; where dialects differ, the greater.
enum class Fate : std::uint8_t { stays, comment, number, text };

std::string name_between_quotes(const SqlToken& token) {
    if (token.text.size() < 2 || token.text.front() == '\'') return {};
    return lower_ascii(token.text.substr(1, token.text.size() - 2));
}

Fate fate_of(const SqlToken& token, const std::set<std::string>& names) {
    switch (token.kind) {
        case TokenKind::word:
        case TokenKind::symbol: return Fate::stays;
        case TokenKind::comment: return Fate::comment;
        case TokenKind::number: return Fate::number;
        case TokenKind::quoted_name:
        case TokenKind::string:
            return names.contains(name_between_quotes(token)) ? Fate::stays : Fate::text;
        case TokenKind::bad:
            if (token.text == "`") return Fate::stays;  // Other dialects know where it ends.
            break;
        case TokenKind::parameter: break;
    }
    return Fate::text;
}

std::vector<Fate> fates_of(std::string_view sql, const std::set<std::string>& names) {
    std::vector<Fate> fates(sql.size(), Fate::stays);
    for (const database::Dialect* dialect : database::all_dialects()) {
        for (const SqlToken& token : database::sql_tokens(sql, *dialect)) {
            const Fate fate = fate_of(token, names);
            const auto begin = fates.begin() + (token.text.data() - sql.data());
            const auto end = begin + static_cast<std::ptrdiff_t>(token.text.size());
            std::transform(begin, end, begin, [&](Fate other) { return std::max(other, fate); });
        }
    }
    return fates;
}

}

void add_names(const database::Catalog& catalog, std::set<std::string>& names) {
    for (const database::Table& table : catalog.tables) {
        for (const std::string* name : {&table.name, &table.schema, &table.home})
            names.insert(lower_ascii(*name));
        for (const database::Column& column : table.columns) names.insert(lower_ascii(column.name));
    }
    names.erase("");
}

std::string without_literals(std::string_view sql, const std::set<std::string>& names) {
    const std::vector<Fate> fates = fates_of(sql, names);
    std::string out;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const bool is_first = i == 0 || fates[i - 1] != fates[i];
        if (fates[i] == Fate::stays)
            out += sql[i];
        else if (is_first && fates[i] == Fate::number)
            out += '0';
        else if (is_first && fates[i] == Fate::text)
            out += "'…'";
    }
    return out;
}

}
