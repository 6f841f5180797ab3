#include "libagent/database/nearest_names.h"

#include "libagent/base/text.h"

#include <iterator>
#include <optional>
#include <unordered_set>
#include <vector>

namespace askdb::database {
namespace {

constexpr std::size_t most_suggestions = 3;

struct UnknownName {
    enum class What { table, column, function } what;
    std::string name;  ///< Without the table, alias or schema before it.
};

// What people mean when they misspell a function; a function that another database has is the
// dialect card's matter.
constexpr std::string_view usual_functions[] = {
    "abs",   "avg",       "coalesce", "count",  "date",     "datetime", "group_concat", "iif",
    "instr", "julianday", "length",   "lower",  "max",      "min",      "nullif",       "printf",
    "rank",  "replace",   "round",    "substr", "strftime", "sum",      "trim",         "upper"};

/// How a database says that it does not know a name: what stands before and behind it.
struct UnknownNamePhrase {
    std::string_view before;
    std::string_view behind;  ///< Empty: the message ends with the name.
    UnknownName::What what;
};

constexpr UnknownNamePhrase unknown_name_phrases[] = {
    // SQLite: "no such column: w.due"
    {"no such table: ", "", UnknownName::What::table},
    {"no such column: ", "", UnknownName::What::column},
    {"no such function: ", "", UnknownName::What::function},
    // PostgreSQL: `relation "sitse" does not exist`, `column w.due does not exist`
    {"relation \"", "\" does not exist", UnknownName::What::table},
    {"column \"", "\" does not exist", UnknownName::What::column},
    {"column ", " does not exist", UnknownName::What::column},
    // MariaDB and MySQL: "Table 'shop.sitse' doesn't exist", "Unknown column 'w.due' in 'field …"
    {"Table '", "' doesn't exist", UnknownName::What::table},
    {"Unknown column '", "' in ", UnknownName::What::column},
    // SQL Server: "Invalid object name 'sitse'."
    {"Invalid object name '", "'", UnknownName::What::table},
    {"Invalid column name '", "'", UnknownName::What::column},
};

std::optional<UnknownName> unknown_name(std::string_view message) {
    for (const UnknownNamePhrase& phrase : unknown_name_phrases) {
        const std::size_t before = message.find(phrase.before);
        if (before == std::string_view::npos) continue;
        std::string_view name = message.substr(before + phrase.before.size());
        const std::size_t end = phrase.behind.empty() ? name.size() : name.find(phrase.behind);
        if (end == std::string_view::npos) continue;
        name = name.substr(0, end);
        name = name.substr(name.rfind('.') + 1);  // npos + 1 is 0.
        while (name.starts_with('"')) name.remove_prefix(1);
        while (name.ends_with('"')) name.remove_suffix(1);
        return UnknownName{phrase.what, std::string(name)};
    }
    return std::nullopt;
}

/// The words of the statement in lower case, whatever they are: cheap, and enough to see which
/// tables it mentions.
std::unordered_set<std::string> words_of(std::string_view sql) {
    std::unordered_set<std::string> words;
    std::string word;
    for (const char c : sql) {
        const auto byte = static_cast<unsigned char>(c);
        const bool in_word = byte >= 0x80 || c == '_' || (c >= '0' && c <= '9') ||
                             (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (in_word) {
            word += c;
        } else if (!word.empty()) {
            words.insert(lower_ascii(word));
            word.clear();
        }
    }
    if (!word.empty()) words.insert(lower_ascii(word));
    return words;
}

std::string suggestion_of(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        out += out.empty() ? "'" : ", '";
        out += name;
        out += '\'';
    }
    return out.empty() ? out : "did you mean " + out + "?";
}

/// Columns of `tables` like `name`, as `table.column`: first those that are called so exactly.
std::vector<std::string> near_columns(std::string_view name,
                                      const std::vector<const Table*>& tables) {
    std::vector<std::string> distinct;
    std::unordered_set<std::string> seen;
    for (const Table* table : tables) {
        for (const Column& column : table->columns) {
            if (seen.insert(lower_ascii(column.name)).second) distinct.push_back(column.name);
        }
    }
    std::vector<std::string> found;
    for (const std::string& column : nearest(name, distinct, most_suggestions)) {
        for (const Table* table : tables) {
            const Column* real = table->find_column(column);
            if (!real || found.size() == most_suggestions) continue;
            found.push_back(table->qualified_name() + "." + real->name);
        }
    }
    return found;
}

std::string column_hint(const UnknownName& unknown, std::string_view sql, const Catalog& catalog) {
    const std::unordered_set<std::string> words = words_of(sql);
    std::vector<const Table*> mentioned, others;
    for (const Table& table : catalog.tables) {
        (words.contains(lower_ascii(table.name)) ? mentioned : others).push_back(&table);
    }
    std::vector<std::string> found = near_columns(unknown.name, mentioned);
    if (found.empty()) found = near_columns(unknown.name, others);
    if (!found.empty()) return suggestion_of(found);
    // SQLite itself would take "x" for a text; we do not, so we say what is meant instead.
    const bool was_quoted = sql.find('"' + unknown.name + '"') != std::string_view::npos;
    return was_quoted ? "text goes in single quotes: " + sql_literal(unknown.name) : "";
}

}

bool is_unknown_name(const Error& error) {
    return error.code == Errc::bad_input && unknown_name(error.message).has_value();
}

std::string unknown_table(const Error& error) {
    if (error.code != Errc::bad_input) return {};
    const std::optional<UnknownName> unknown = unknown_name(error.message);
    return unknown && unknown->what == UnknownName::What::table ? unknown->name : std::string();
}

std::string nearest_names(const Error& error, std::string_view sql, const Catalog& catalog) {
    if (error.code != Errc::bad_input) return {};
    const std::optional<UnknownName> unknown = unknown_name(error.message);
    if (!unknown) return {};
    switch (unknown->what) {
        case UnknownName::What::column: return column_hint(*unknown, sql, catalog);
        case UnknownName::What::function:
            return suggestion_of(nearest(
                unknown->name,
                std::vector<std::string>(std::begin(usual_functions), std::end(usual_functions)),
                most_suggestions));
        default: break;
    }
    return suggestion_of(nearest(unknown->name, catalog.table_names(), most_suggestions));
}

}
