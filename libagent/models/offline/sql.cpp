#include "libagent/models/offline/sql.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/numbers.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::models::offline {
namespace {

using database::Dialect;

constexpr std::string_view operator_signs[] = {"=", "<>", "<", "<=", ">", ">="};

class SqlWriter {
  public:
    SqlWriter(const Query& query, const Dialect& dialect) : query_(query), dialect_(dialect) {}

    std::string write() const {
        if (query_.limit && query_.ties) return ranked();
        std::string sql = query_.distinct && !distinct_by_group() ? "SELECT DISTINCT " : "SELECT ";
        for (std::size_t i = 0; i < query_.outputs.size(); ++i) {
            if (i > 0) sql += ", ";
            const Term& output = query_.outputs[i];
            sql += term(output);
            if (output.aggregate != Aggregate::none || output.part != DatePart::none)
                sql += " AS " + database::quoted(dialect_, term_alias(query_, output));
        }
        sql += body();
        sql += listed(" ORDER BY ", ", ", query_.order_by, [&](const OrderBy& order) {
            return ordered(order.term, term(order.term), order.descending);
        });
        if (query_.limit && !dialect_.first_rows.empty())
            sql += fmt::format(fmt::runtime(dialect_.first_rows), *query_.limit);
        return sql;
    }

    std::string why_not() const {
        if (query_.limit && !query_.ties && dialect_.first_rows.empty())
            return "how this database is asked for the first rows alone is not known";
        std::vector<Term> terms = query_.outputs;
        terms.insert(terms.end(), query_.group_by.begin(), query_.group_by.end());
        for (const OrderBy& order : query_.order_by) terms.push_back(order.term);
        for (const Term& term : terms) {
            const bool is_text = term.column && term.column->column->kind == database::Kind::text;
            if (!is_text && !can_date(term.part))
                return "how this database is asked for parts of a date is not known";
        }
        for (const Condition& condition : query_.where) {
            const auto* member = std::get_if<Member>(&condition);
            const std::string inner =
                member ? SqlWriter(*member->inner, dialect_).why_not() : std::string();
            if (!inner.empty()) return inner;
        }
        return {};
    }

  private:
    /// From FROM to HAVING.
    std::string body() const {
        std::string sql = " FROM " + table(0);
        for (const JoinOn& join : query_.joins) sql += joined(join);
        sql += listed(" WHERE ", " AND ", query_.where,
                      [&](const Condition& c) { return condition(c); });
        sql += listed(" GROUP BY ", ", ", distinct_by_group() ? query_.outputs : query_.group_by,
                      [&](const Term& t) { return term(t); });
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
            if (query_.outputs[i] != order.term)
                rest += ", " + ordered(query_.outputs[i], name, false);
        }
        return fmt::format(
            "SELECT {} FROM (SELECT {}RANK() OVER (ORDER BY {}) AS {}{}) AS ranked "
            "WHERE {} <= {} ORDER BY {}{}",
            names, inner, ordered(order.term, term(order.term), order.descending), place, body(),
            place, *query_.limit, place, rest);
    }

    /// One item of an ORDER BY: the same order on every database.
    std::string ordered(const Term& term, const std::string& expression, bool descending) const {
        std::string sql = is_text(term) && dialect_.byte_order_of
                              ? dialect_.byte_order_of(expression, term.column->column->type)
                              : expression;
        if (descending) sql += " DESC";
        if (dialect_.nulls_come_last && may_be_null(term))
            sql += descending ? " NULLS LAST" : " NULLS FIRST";
        return sql;
    }

    static bool is_text(const Term& term) {
        return term.column && term.aggregate == Aggregate::none && term.part == DatePart::none &&
               term.column->column->kind == database::Kind::text;
    }

    bool may_be_null(const Term& term) const {
        if (!term.column || term.aggregate == Aggregate::count ||
            term.aggregate == Aggregate::count_distinct)
            return false;
        return term.column->column->nullable ||
               std::any_of(query_.joins.begin(), query_.joins.end(), [&](const JoinOn& join) {
                   return join.outer && join.added == term.column->source;
               });
    }

    /// Different rows that are ordered by more than a column go by GROUP BY: DISTINCT allows no
    /// other order than by what is selected.
    bool distinct_by_group() const {
        return query_.distinct && query_.group_by.empty() && dialect_.byte_order_of &&
               std::any_of(query_.order_by.begin(), query_.order_by.end(),
                           [](const OrderBy& order) { return is_text(order.term); }) &&
               std::all_of(query_.outputs.begin(), query_.outputs.end(),
                           [](const Term& output) { return output.aggregate == Aggregate::none; });
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

    /// Tables of two schemas may have the same name.
    bool has_namesake(std::size_t source) const {
        return std::any_of(
            query_.sources.begin(), query_.sources.end(), [&](const database::Table* other) {
                return other != query_.sources[source] &&
                       equal_ignoring_case(other->name, query_.sources[source]->name);
            });
    }

    std::string source_name(std::size_t source) const {
        const database::Table& table = *query_.sources[source];
        const bool is_long = has_namesake(source) && !table.schema.empty();
        return database::quoted(dialect_, is_long ? table.schema + "_" + table.name : table.name);
    }

    std::string table(std::size_t source) const {
        std::string sql = database::quoted_table(dialect_, query_.sources[source]->schema,
                                                 query_.sources[source]->name);
        if (has_namesake(source)) sql += " AS " + source_name(source);
        return sql;
    }

    std::string column(const ColumnRef& ref) const {
        std::string name = database::quoted(dialect_, ref.column->name);
        if (query_.sources.size() == 1) return name;
        return source_name(ref.source) + "." + name;
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

    std::string dated(DatePart part, const ColumnRef& ref) const {
        const std::string expression = column(ref);
        const bool is_text = ref.column->kind == database::Kind::text;
        if (is_text && part != DatePart::none) return cut(part, expression);
        if (part != DatePart::none && !can_date(part)) return expression;
        switch (part) {
            case DatePart::none: return expression;
            case DatePart::year: return dialect_.year_of(expression);
            case DatePart::month: return dialect_.month_of(expression);
            case DatePart::day: return dialect_.day_of(expression);
        }
        return expression;
    }

    bool can_date(DatePart part) const {
        switch (part) {
            case DatePart::none: return true;
            case DatePart::year: return dialect_.year_of != nullptr;
            case DatePart::month: return dialect_.month_of != nullptr;
            case DatePart::day: return dialect_.day_of != nullptr;
        }
        return false;
    }

    /// Of an ISO date that is kept as a text, where date functions may take none.
    static std::string cut(DatePart part, const std::string& expression) {
        static constexpr std::size_t letters[] = {0, std::string_view("2024").size(),
                                                  std::string_view("2024-05").size(),
                                                  std::string_view("2024-05-31").size()};
        return fmt::format("SUBSTRING({}, 1, {})", expression,
                           letters[static_cast<std::size_t>(part)]);
    }

    std::string term(const Term& term) const {
        const std::string inner = term.column ? dated(term.part, *term.column) : "*";
        switch (term.aggregate) {
            case Aggregate::none: return inner;
            case Aggregate::count: return "COUNT(" + inner + ")";
            case Aggregate::count_distinct: return "COUNT(DISTINCT " + inner + ")";
            case Aggregate::sum: return sum(inner, *term.column->column);
            case Aggregate::average: return average(inner, *term.column->column);
            case Aggregate::minimum: return "MIN(" + inner + ")";
            case Aggregate::maximum: return "MAX(" + inner + ")";
        }
        return inner;
    }

    /// Decimals that are stored as floating point add up with noise in the last digits: the sum has
    /// no more digits than the column declares.
    std::string sum(const std::string& inner, const database::Column& column) const {
        const auto scale = declared_scale(column.type);
        if (!scale || !dialect_.inexact_decimals) return "SUM(" + inner + ")";
        return fmt::format("ROUND(SUM({}), {})", inner, *scale);
    }

    std::string average(const std::string& inner, const database::Column& column) const {
        constexpr std::size_t most_decimals = 12;  // Of what average_of() makes.
        // What is declared without a scale is exact, too, where decimals are.
        const std::size_t undeclared =
            column.kind == database::Kind::decimal && !dialect_.inexact_decimals
                ? most_decimals
                : most_decimals + 1;
        const bool is_exact = column.kind == database::Kind::integer ||
                              declared_scale(column.type).value_or(undeclared) <= most_decimals;
        return is_exact && dialect_.average_of ? dialect_.average_of(inner) : "AVG(" + inner + ")";
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
        const bool is_date = dialect_.date_literal != nullptr &&
                             (c.column.column->kind == database::Kind::date ||
                              c.column.column->kind == database::Kind::timestamp);
        const auto moment = [&](const std::string& iso) {
            return is_date ? dialect_.date_literal(iso) : sql_literal(iso);
        };
        if (c.from) sql = column(c.column) + " >= " + moment(*c.from);
        if (c.from && c.until) sql += " AND ";
        if (c.until) sql += column(c.column) + " < " + moment(*c.until);
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
    const std::string& name = term.column->column->name;
    const std::string_view word = words[static_cast<std::size_t>(term.aggregate)];
    // Never the column's own name: an order by SUM(total) would mean the sum of the alias.
    if (term.aggregate == Aggregate::sum && lower_ascii(name).starts_with(word))
        return "sum_of_" + name;
    return fmt::format("{}_{}", word, name);
}

std::string why_not_sql(const Query& query, const Dialect& dialect) {
    return SqlWriter(query, dialect).why_not();
}

std::string to_sql(const Query& query, const Dialect& dialect) {
    return SqlWriter(query, dialect).write();
}

}
