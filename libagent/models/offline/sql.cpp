#include "libagent/models/offline/sql.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <optional>

namespace askdb::models::offline {
namespace {

using database::Dialect;

constexpr std::string_view operator_signs[] = {"=", "<>", "<", "<=", ">", ">="};

/// 2 for "DECIMAL(12,2)"; nothing when the type names none.
std::optional<int> declared_scale(std::string_view type) {
    const std::string lower = lower_ascii(type);
    if (!lower.starts_with("decimal") && !lower.starts_with("numeric")) return std::nullopt;
    const std::size_t comma = lower.find(',');
    if (comma == std::string::npos) return std::nullopt;
    const std::size_t digit = lower.find_first_of("0123456789", comma);
    const std::size_t end =
        digit == std::string::npos ? digit : lower.find_first_not_of("0123456789", digit);
    if (end == std::string::npos || end - digit > 2) return std::nullopt;
    return std::stoi(lower.substr(digit, end - digit));
}

class SqlWriter {
  public:
    SqlWriter(const Query& query, const Dialect& dialect) : query_(query), dialect_(dialect) {}

    std::string write() const {
        if (query_.limit && query_.ties) return ranked();
        std::string sql = query_.distinct ? "SELECT DISTINCT " : "SELECT ";
        for (std::size_t i = 0; i < query_.outputs.size(); ++i) {
            if (i > 0) sql += ", ";
            const Term& output = query_.outputs[i];
            sql += term(output);
            if (output.aggregate != Aggregate::none || output.part != DatePart::none)
                sql += " AS " + database::quoted(dialect_, term_alias(query_, output));
        }
        sql += body();
        sql += listed(" ORDER BY ", ", ", query_.order_by, [&](const OrderBy& order) {
            return term(order.term) + (order.descending ? " DESC" : "");
        });
        if (query_.limit) sql += " LIMIT " + *query_.limit;
        return sql;
    }

  private:
    /// From FROM to HAVING.
    std::string body() const {
        std::string sql = " FROM " + table(0);
        for (const JoinOn& join : query_.joins) sql += joined(join);
        sql += listed(" WHERE ", " AND ", query_.where,
                      [&](const Condition& c) { return condition(c); });
        sql += listed(" GROUP BY ", ", ", query_.group_by, [&](const Term& t) { return term(t); });
        if (query_.having)
            sql += fmt::format(" HAVING {} {} {}", term(query_.having->term),
                               sign(query_.having->op), query_.having->number);
        return sql;
    }

    /// The first places by the first order, however many rows share the last one.
    std::string ranked() const {
        const OrderBy& order = query_.order_by.front();
        const std::string place = database::quoted(dialect_, unique_name("place"));
        std::string names;
        std::string inner;
        std::string rest;
        for (std::size_t i = 0; i < query_.outputs.size(); ++i) {
            const std::string name = database::quoted(dialect_, output_name(i));
            names += (i > 0 ? ", " : "") + name;
            inner += term(query_.outputs[i]);
            if (query_.outputs[i].aggregate != Aggregate::none ||
                query_.outputs[i].part != DatePart::none ||
                output_name(i) != query_.outputs[i].column->column->name)
                inner += " AS " + name;
            inner += ", ";
            if (query_.outputs[i] != order.term) rest += ", " + name;
        }
        return fmt::format(
            "SELECT {} FROM (SELECT {}RANK() OVER (ORDER BY {}{}) AS {}{}) AS ranked "
            "WHERE {} <= {} ORDER BY {}{}",
            names, inner, term(order.term), order.descending ? " DESC" : "", place, body(), place,
            *query_.limit, place, rest);
    }

    /// The name of a column of the answer; with its table where two would be the same.
    std::string output_name(std::size_t at) const {
        const std::string name = term_alias(query_, query_.outputs[at]);
        for (std::size_t i = 0; i < query_.outputs.size(); ++i) {
            const Term& output = query_.outputs[at];
            if (i == at || !output.column || term_alias(query_, query_.outputs[i]) != name)
                continue;
            return query_.sources[output.column->source]->name + "_" + name;
        }
        return name;
    }

    std::string unique_name(std::string name) const {
        for (std::size_t i = 0; i < query_.outputs.size(); ++i) {
            if (equal_ignoring_case(output_name(i), name)) name += "_";
        }
        return name;
    }

    template <class List, class Text>
    static std::string listed(std::string_view head, std::string_view separator, const List& list,
                              const Text& text) {
        std::string out;
        for (const auto& item : list) {
            out += out.empty() ? head : separator;
            out += text(item);
        }
        return out;
    }

    static std::string_view sign(Operator op) {
        return operator_signs[static_cast<std::size_t>(op)];
    }

    std::string table(std::size_t source) const {
        return database::quoted_table(dialect_, query_.sources[source]->schema,
                                      query_.sources[source]->name);
    }

    std::string column(const ColumnRef& ref) const {
        std::string name = database::quoted(dialect_, ref.column->name);
        if (query_.sources.size() == 1) return name;
        return database::quoted(dialect_, query_.sources[ref.source]->name) + "." + name;
    }

    std::string joined(const JoinOn& join) const {
        std::string sql = join.outer ? " LEFT JOIN " : " JOIN ";
        sql += table(join.added) + " ON ";
        for (std::size_t i = 0; i < join.on.size(); ++i) {
            if (i > 0) sql += " AND ";
            sql += column({join.added, join.on[i].second}) + " = " +
                   column({join.known, join.on[i].first});
        }
        return sql;
    }

    std::string dated(DatePart part, const std::string& expression) const {
        switch (part) {
            case DatePart::none: return expression;
            case DatePart::year: return dialect_.year_of(expression);
            case DatePart::month: return dialect_.month_of(expression);
            case DatePart::day: return dialect_.day_of(expression);
        }
        return expression;
    }

    std::string term(const Term& term) const {
        const std::string inner = term.column ? dated(term.part, column(*term.column)) : "*";
        switch (term.aggregate) {
            case Aggregate::none: return inner;
            case Aggregate::count: return "COUNT(" + inner + ")";
            case Aggregate::count_distinct: return "COUNT(DISTINCT " + inner + ")";
            case Aggregate::sum: return sum(inner, *term.column->column);
            case Aggregate::average: return "AVG(" + inner + ")";
            case Aggregate::minimum: return "MIN(" + inner + ")";
            case Aggregate::maximum: return "MAX(" + inner + ")";
        }
        return inner;
    }

    /// Decimals that are stored as floating point add up with noise in the last digits: the sum has
    /// no more digits than the column declares.
    static std::string sum(const std::string& inner, const database::Column& column) {
        const auto scale = declared_scale(column.type);
        if (!scale) return "SUM(" + inner + ")";
        return fmt::format("ROUND(SUM({}), {})", inner, *scale);
    }

    std::string condition(const Condition& condition) const {
        return std::visit([&](const auto& one) { return text(one); }, condition);
    }

    std::string text(const Compare& c) const {
        return fmt::format("{} {} {}", column(c.column), sign(c.op), c.number);
    }
    std::string text(const Between& c) const {
        return fmt::format("{} BETWEEN {} AND {}", column(c.column), c.low, c.high);
    }
    std::string text(const OneOf& c) const {
        if (c.values.size() == 1)
            return fmt::format("{} {} {}", column(c.column), c.negated ? "<>" : "=",
                               literal(c.values.front()));
        return listed(column(c.column) + (c.negated ? " NOT IN (" : " IN ("), ", ", c.values,
                      [&](const std::string& value) { return literal(value); }) +
               ")";
    }
    std::string text(const InDates& c) const {
        std::string sql;
        if (c.from) sql = column(c.column) + " >= " + sql_literal(*c.from);
        if (c.from && c.until) sql += " AND ";
        if (c.until) sql += column(c.column) + " < " + sql_literal(*c.until);
        return sql;
    }
    std::string text(const IsNull& c) const {
        return column(c.column) + (c.negated ? " IS NOT NULL" : " IS NULL");
    }
    std::string text(const Member& c) const {
        return fmt::format("{} {} ({})", column(c.column), c.negated ? "NOT IN" : "IN",
                           SqlWriter(*c.inner, dialect_).write());
    }

    std::string literal(const std::string& value) const {
        if (!dialect_.backslash_escapes) return sql_literal(value);
        std::string escaped;
        for (const char c : value) escaped += c == '\\' ? std::string("\\\\") : std::string(1, c);
        return sql_literal(escaped);
    }

    const Query& query_;
    const Dialect& dialect_;
};

}

std::string term_alias(const Query& query, const Term& term) {
    static constexpr std::string_view words[] = {"",        "number_of", "different", "total",
                                                 "average", "lowest",    "highest"};
    if (term.part == DatePart::year) return "year";
    if (term.part == DatePart::month) return "month";
    if (term.part == DatePart::day) return "day";
    if (!term.column) return "number_of_" + query.sources[term.rows_of]->name;
    const database::Table& table = *query.sources[term.column->source];
    const bool key = table.primary_key.size() == 1 &&
                     equal_ignoring_case(table.primary_key.front(), term.column->column->name);
    const bool counts =
        term.aggregate == Aggregate::count || term.aggregate == Aggregate::count_distinct;
    if (key && counts) return "number_of_" + table.name;
    if (term.aggregate == Aggregate::none) return term.column->column->name;
    return fmt::format("{}_{}", words[static_cast<std::size_t>(term.aggregate)],
                       term.column->column->name);
}

std::string to_sql(const Query& query, const Dialect& dialect) {
    return SqlWriter(query, dialect).write();
}

}
