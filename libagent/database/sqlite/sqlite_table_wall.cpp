#include "libagent/database/sqlite/sqlite_table_wall.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/guard_names.h"
#include "libagent/database/table_places.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace askdb::database {
namespace {

constexpr std::string_view row_makers[] = {"json_each", "json_tree", "generate_series"};

// They are told a table by a text.
constexpr std::string_view sqlite_telling_functions[] = {"rtreecheck"};

constexpr std::size_t longest_shown_pragma = 40;

std::string lower_or_empty(const char* text) {
    return text == nullptr ? std::string() : lower_ascii(text);
}

/// `name AS (`, `name (a, b) AS MATERIALIZED (`
bool may_define(const std::vector<SqlToken>& tokens, std::size_t i) {
    std::size_t next = i + 1;
    if (next < tokens.size() && tokens[next].is_symbol("(")) {
        while (next < tokens.size() && !tokens[next].is_symbol(")")) ++next;
        ++next;
    }
    if (next + 1 >= tokens.size() || !tokens[next].is("as")) return false;
    const SqlToken& behind = tokens[next + 1];
    return behind.is_symbol("(") || behind.is("not") || behind.is("materialized");
}

}

void SqliteTableWall::expect(std::string_view sql) {
    typed_.clear();
    defined_.clear();
    is_understood_ = true;
    std::vector<SqlToken> tokens = sql_tokens_without_comments(sql, *find_dialect("sqlite"));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind == TokenKind::bad) is_understood_ = false;
        // A text in quotes names a table where one must stand.
        const bool is_text = tokens[i].kind == TokenKind::string && tokens[i].text.size() > 1;
        if (!tokens[i].is_name() && !is_text) continue;
        const SqlToken name{is_text ? TokenKind::quoted_name : tokens[i].kind, tokens[i].text};
        typed_.insert(name.identifier());
        if (may_define(tokens, i)) defined_.insert(name.identifier());
    }
    find_hidden(std::move(tokens));
}

/// SQLite does not ask about a view of which no column is read.
void SqliteTableWall::find_hidden(std::vector<SqlToken> tokens) {
    const auto is_hidden = [this](const std::string& name) {
        return schema_.contains(name) && !is_listed(name);
    };
    names_hidden_ = std::any_of(typed_.begin(), typed_.end(), is_hidden);
    refusal_.clear();
    if (!names_hidden_) return;
    while (!tokens.empty() && tokens.back().is_symbol(";")) tokens.pop_back();
    const Result<std::vector<TablePlace>> places = table_places(tokens);
    if (!places) {
        refusal_ = places.error().message;
        return;
    }
    for (const TablePlace& place : places.value()) {
        if (is_hidden(place.parts.back())) refusal_ = unlisted(place.parts.back());
    }
}

std::string SqliteTableWall::unlisted(const std::string& name) const {
    if (name.starts_with("sqlite_") || name.starts_with("pragma_")) {
        return "the database's own tables are not allowed where the configuration lists tables";
    }
    constexpr std::size_t longest_shown = 80;
    const std::string what = typed_.contains(name)
                                 ? fmt::format("table '{}'", clipped(visible(name), longest_shown))
                                 : std::string("a table that the statement reads");
    return what + " is not among those that the configuration allows";
}

/// A shadow table holds what its virtual table does, and is there for those who may read that.
bool SqliteTableWall::is_listed(const std::string& name) const {
    const auto [first, last] = shadows_.equal_range(name);
    return filter_.allows("main", name) && std::all_of(first, last, [this](const auto& shadow) {
               return filter_.allows("main", shadow.second);
           });
}

/// A virtual table reads its shadow tables (a spatial one how many rows there are, too) by SQL of
/// its own, and was asked for itself.
bool SqliteTableWall::is_read_by_its_owner(const std::string& name) const {
    const bool is_of_some =
        shadows_.contains(name) || (name == "sqlite_stat1" && !shadows_.empty());
    return is_of_some && is_understood_ && !typed_.contains(name);
}

bool SqliteTableWall::allows_table(const std::string& name, const SqliteAction& action) const {
    // Only what stands in the statement itself has no context, or that of a WITH of its own: all
    // else is the doing of a view or trigger, which was asked for itself.
    const std::string context = lower_or_empty(action.context);
    if (!context.empty() && !defined_.contains(context)) return true;
    // Compiled, and thrown away, whenever a virtual table is connected: see
    // forbidden_sqlite_action().
    const bool names_schema = typed_.contains("sqlite_master") || typed_.contains("sqlite_schema");
    const bool is_connecting = action.code == SQLITE_UPDATE || action.code == SQLITE_READ;
    if (name == "sqlite_master" && is_connecting && is_understood_ && !names_schema) return true;
    const bool has_column = action.second != nullptr && *action.second != '\0';
    // Of a table without a column that is read, SQLite forgets which view asks.
    const bool reads_none = action.code == SQLITE_READ && !has_column && schema_.contains(name);
    if (reads_none && is_understood_ && !names_hidden_) return true;
    if (is_read_by_its_owner(name)) return true;
    if (name.starts_with("sqlite_") || name.starts_with("pragma_")) return false;
    if (!schema_.contains(name)) {
        return among(row_makers, name) || (!has_column && defined_.contains(name));
    }
    const std::string database = lower_or_empty(action.database);
    const bool is_main = database.empty() || database == "main";
    return is_main && is_listed(name);
}

std::string SqliteTableWall::forbidden(const SqliteAction& action) const {
    if (!refusal_.empty()) return refusal_;
    const std::string first = lower_or_empty(action.first);
    switch (action.code) {
        case SQLITE_SELECT:
        case SQLITE_RECURSIVE:
        case SQLITE_TRANSACTION: return {};
        case SQLITE_FUNCTION: {
            const std::string function = lower_or_empty(action.second);
            if (!among(sqlite_telling_functions, function)) return {};
            return fmt::format("function '{}' is not allowed where the configuration lists tables",
                               function);
        }
        case SQLITE_READ:
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE: return allows_table(first, action) ? std::string() : unlisted(first);
        case SQLITE_PRAGMA: {
            const bool reads_setting =
                action.second == nullptr &&
                among(find_dialect("sqlite")->reading_pragmas_without_argument, first);
            if (reads_setting) return {};
            return fmt::format("PRAGMA {} is not allowed where the configuration lists tables",
                               clipped(visible(first), longest_shown_pragma));
        }
        default: return "changing tables is not allowed where the configuration lists them";
    }
}

}
