#include "libagent/database/odbc/mysql_pages.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/mysql_text.h"
#include "libagent/database/sql_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

namespace askdb::database {
namespace {

/// They give the same for the same row, whenever they are asked.
constexpr std::string_view page_safe_functions[] = {
    "abs",    "ceil",   "ceiling",   "char_length", "coalesce", "concat",  "date",    "day",
    "floor",  "hour",   "if",        "ifnull",      "instr",    "length",  "locate",  "lower",
    "minute", "mod",    "month",     "nullif",      "quarter",  "replace", "round",   "second",
    "sign",   "substr", "substring", "trim",        "upper",    "week",    "weekday", "year",
};
/// What else a parenthesis may follow.
constexpr std::string_view words_before_parenthesis[] = {
    "and", "between", "case", "div", "else", "in", "like", "not", "or", "then", "when", "xor",
};
/// Words that make more of the statement than one table's rows, or that differ from page to page.
constexpr std::string_view page_unsafe_words[] = {
    "all",          "current_date", "current_role", "current_time",  "current_timestamp",
    "current_user", "distinct",     "distinctrow",  "except",        "exists",
    "fetch",        "for",          "group",        "having",        "high_priority",
    "intersect",    "into",         "limit",        "localtime",     "localtimestamp",
    "lock",         "match",        "minus",        "next",          "nextval",
    "offset",       "order",        "over",         "previous",      "procedure",
    "row_number",   "rownum",       "select",       "straight_join", "sysdate",
    "union",        "utc_date",     "utc_time",     "utc_timestamp", "value",
    "window",       "with",
};
constexpr std::string_view page_safe_symbols = "().,+-*/%=<>!&|^~";

bool is_one_of(const SqlToken& token, std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&token](std::string_view word) { return token.is(word); });
}

bool is_page_unsafe(const SqlToken& token) {
    return is_one_of(token, page_unsafe_words) ||
           (token.kind == TokenKind::word && lower_ascii(token.text).starts_with("sql_"));
}

std::string mysql_quoted(std::string_view name) {
    std::string out = "`";
    for (const char c : name) {
        if (c == '`') out += c;
        out += c;
    }
    return out + '`';
}

/// A name as the server stores it.
std::string mysql_name(const SqlToken& token) {
    if (token.kind == TokenKind::word) return std::string(token.text);
    std::string out;
    const std::string_view inside = token.text.substr(1, token.text.size() - 2);
    for (std::size_t i = 0; i < inside.size(); ++i) {
        out += inside[i];
        if (inside[i] == '`') ++i;  // It stands there twice.
    }
    return out;
}

/// Reads the statement from left to right; false as soon as it is not one that is understood.
class PlainSelectReader {
  public:
    explicit PlainSelectReader(std::string_view text)
        : tokens_(sql_tokens(text, *find_dialect("mysql"))) {}

    std::optional<MysqlPlainSelect> read() {
        if (!take_word("select")) return std::nullopt;
        const std::size_t items = at_;
        if (!take_items()) return std::nullopt;
        out_.items = text_of(items, at_);
        if (!take_word("from")) return std::nullopt;
        const std::size_t source = at_;
        if (!take_table()) return std::nullopt;
        out_.source = text_of(source, at_);
        if (at_ == tokens_.size()) return out_;
        if (!take_word("where")) return std::nullopt;
        if (!is_safe_condition()) return std::nullopt;
        out_.where = text_of(at_, tokens_.size());
        return out_;
    }

  private:
    bool take_word(std::string_view word) {
        const bool is_it = at_ < tokens_.size() && tokens_[at_].is(word);
        if (is_it) ++at_;
        return is_it;
    }
    bool take_symbol(std::string_view symbol) {
        const bool is_it = at_ < tokens_.size() && tokens_[at_].is_symbol(symbol);
        if (is_it) ++at_;
        return is_it;
    }
    /// A name that is no word of the grammar.
    const SqlToken* take_name() {
        if (at_ == tokens_.size() || !tokens_[at_].is_name()) return nullptr;
        const SqlToken& token = tokens_[at_];
        constexpr std::string_view grammar[] = {"as",    "from",   "where",   "partition", "use",
                                                "force", "ignore", "join",    "left",      "right",
                                                "inner", "cross",  "natural", "on",        "using"};
        if (is_page_unsafe(token) || is_one_of(token, grammar)) return nullptr;
        ++at_;
        return &token;
    }

    /// `*`, `t.*`, or a column with or without an alias.
    bool take_item() {
        if (take_symbol("*")) return true;
        for (bool more = true; more;) {
            if (!take_name()) return false;
            more = take_symbol(".");
            if (more && take_symbol("*")) return true;
        }
        const bool must_be_named = take_word("as");
        return take_name() != nullptr || !must_be_named;
    }

    bool take_items() {
        do {
            if (!take_item()) return false;
        } while (take_symbol(","));
        return true;
    }

    /// `t`, `s.t`, and an alias.
    bool take_table() {
        const SqlToken* table = take_name();
        if (!table) return false;
        if (take_symbol(".")) {
            out_.schema = mysql_name(*table);
            table = take_name();
            if (!table) return false;
        }
        out_.table = mysql_name(*table);
        const bool must_be_named = take_word("as");
        const SqlToken* const alias = take_name();
        if (!alias && must_be_named) return false;
        out_.name = mysql_quoted(alias ? mysql_name(*alias) : out_.table);
        return true;
    }

    /// From here to the end; its parentheses must be its own, since it gets new ones around it.
    bool is_safe_condition() const {
        int depth = 0;
        for (std::size_t i = at_; i < tokens_.size(); ++i) {
            const SqlToken& token = tokens_[i];
            if (!is_safe_in_condition(token)) return false;
            if (token.is_symbol("(") && (i > at_ && !may_open_behind(tokens_[i - 1]))) return false;
            if (token.is_symbol("(")) ++depth;
            if (token.is_symbol(")") && --depth < 0) return false;
        }
        return depth == 0 && at_ < tokens_.size();
    }
    static bool is_safe_in_condition(const SqlToken& token) {
        switch (token.kind) {
            case TokenKind::word: return !is_page_unsafe(token);
            case TokenKind::symbol:
                return page_safe_symbols.find(token.text) != std::string_view::npos;
            case TokenKind::quoted_name:
            case TokenKind::string:
            case TokenKind::number: return true;
            default: return false;
        }
    }
    static bool may_open_behind(const SqlToken& token) {
        if (token.kind == TokenKind::symbol) return token.text != ")" && token.text != ".";
        return is_one_of(token, page_safe_functions) || is_one_of(token, words_before_parenthesis);
    }

    std::string text_of(std::size_t from, std::size_t to) const {
        if (from >= to) return {};
        const char* const begin = tokens_[from].text.data();
        const std::string_view last = tokens_[to - 1].text;
        return {begin, last.data() + last.size()};
    }

    std::vector<SqlToken> tokens_;
    std::size_t at_ = 0;
    MysqlPlainSelect out_;
};

/// A text gets the column's own collation: with the session's, which may be another, the server
/// refuses to compare, or does not use the key.
std::string key_value(const Rows& last, std::size_t column, const MysqlKeyColumn& key) {
    const std::string_view text = last.cell(0, column).text;
    if (key.is_number) return std::string(text);
    if (key.collation.empty()) return mysql_literal(text);
    return fmt::format("CONVERT({} USING {}) COLLATE {}", mysql_literal(text), key.character_set,
                       key.collation);
}

/// Rows behind `last` in the order of the key: greater in one column, equal in all before it.
std::string behind(const std::string& name, const std::vector<MysqlKeyColumn>& key,
                   const Rows& last) {
    std::string out;
    std::string equal;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const std::string column = name + "." + mysql_quoted(key[i].name);
        const std::string value = key_value(last, i, key[i]);
        out += fmt::format("{}({}{} > {})", i > 0 ? " OR " : "", equal, column, value);
        equal += fmt::format("{} = {} AND ", column, value);
    }
    return out;
}

}

std::optional<MysqlPlainSelect> mysql_plain_select(std::string_view text) {
    return PlainSelectReader(text).read();
}

std::string mysql_key_sql(const MysqlPlainSelect& select) {
    const std::string schema = select.schema.empty() ? "DATABASE()" : mysql_literal(select.schema);
    // A limit of its own, because the session may still have that of the statement before.
    return fmt::format(
        "SELECT s.COLUMN_NAME, c.DATA_TYPE, s.SUB_PART IS NULL AND c.PRIVILEGES LIKE '%select%', "
        "c.CHARACTER_SET_NAME, c.COLLATION_NAME "
        "FROM information_schema.TABLES t JOIN information_schema.STATISTICS s "
        "ON s.TABLE_SCHEMA = t.TABLE_SCHEMA AND s.TABLE_NAME = t.TABLE_NAME "
        "JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = s.TABLE_SCHEMA "
        "AND c.TABLE_NAME = s.TABLE_NAME AND c.COLUMN_NAME = s.COLUMN_NAME "
        "WHERE t.TABLE_SCHEMA = {0} AND t.TABLE_NAME = {1} AND BINARY t.TABLE_NAME = {1} "
        "AND t.TABLE_TYPE = 'BASE TABLE' AND t.ENGINE = 'InnoDB' AND s.INDEX_NAME = 'PRIMARY' "
        "ORDER BY s.SEQ_IN_INDEX LIMIT 64",
        schema, mysql_literal(select.table));
}

std::vector<MysqlKeyColumn> mysql_key(const Rows& rows) {
    constexpr std::string_view numbers[] = {"tinyint", "smallint", "mediumint",
                                            "int",     "bigint",   "decimal"};
    // Others are ordered or compared otherwise than their texts (enum), or are not told exactly
    // (float, datetime with fractions).
    constexpr std::string_view texts[] = {"char", "varchar", "date"};
    enum { name, type_name, is_comparable, character_set, collation };
    std::vector<MysqlKeyColumn> key;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const std::string type = lower_ascii(rows.cell(row, type_name).text);
        const auto is_type = [&type](std::string_view known) { return type == known; };
        const bool is_number = std::any_of(std::begin(numbers), std::end(numbers), is_type);
        const bool is_text = std::any_of(std::begin(texts), std::end(texts), is_type);
        if (rows.cell(row, is_comparable).text != "1" || !(is_number || is_text)) return {};
        key.push_back({.name = std::string(rows.cell(row, name).text),
                       .is_number = is_number,
                       .character_set = std::string(rows.cell(row, character_set).text),
                       .collation = std::string(rows.cell(row, collation).text)});
    }
    return key;
}

std::string mysql_page_sql(const MysqlPlainSelect& select, const std::vector<MysqlKeyColumn>& key,
                           const Rows& last, std::size_t rows) {
    std::string columns;
    for (const MysqlKeyColumn& column : key) {
        columns += fmt::format("{}{}.{}", columns.empty() ? "" : ", ", select.name,
                               mysql_quoted(column.name));
    }
    std::string where;
    if (!select.where.empty()) where = fmt::format(" WHERE ({})", select.where);
    if (last.cell_count() > 0) {
        where += fmt::format("{} ({})", where.empty() ? " WHERE" : " AND",
                             behind(select.name, key, last));
    }
    // Without a condition the key alone says how the rows are found.
    const std::string_view hint = select.where.empty() ? " FORCE INDEX (PRIMARY)" : "";
    return fmt::format("SELECT {}, {} FROM {}{}{} ORDER BY {} LIMIT {}", select.items, columns,
                       select.source, hint, where, columns, rows);
}

}
