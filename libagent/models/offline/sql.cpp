#include "libagent/models/offline/sql.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/sql_terms.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::models::offline {
namespace {

using database::Dialect;

constexpr std::string_view operator_signs[] = {"=", "<>", "<", "<=", ">", ">="};

class SqlWriter {
  public:
    SqlWriter(const Query& query, const Dialect& dialect)
        : query_(query), dialect_(dialect), terms_(query, dialect) {}

    std::string write() const {
        if (query_.limit && query_.ties) return ranked();
        std::string sql = query_.distinct && !distinct_by_group() ? "SELECT DISTINCT " : "SELECT ";
        for (std::size_t i = 0; i < query_.outputs.size(); ++i) {
            if (i > 0) sql += ", ";
            const Term& output = query_.outputs[i];
            sql += terms_.term(output);
            if (output.aggregate != Aggregate::none || output.part != DatePart::none)
                sql += " AS " + database::quoted(dialect_, term_alias(query_, output));
        }
        sql += body();
        sql += listed(" ORDER BY ", ", ", query_.order_by, [&](const OrderBy& order) {
            return terms_.ordered(order.term, terms_.term(order.term), order.descending);
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
            if (!is_text && !terms_.can_date(term.part))
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
        std::string sql = " FROM " + terms_.table(0);
        for (const JoinOn& join : query_.joins) sql += joined(join);
        sql += listed(" WHERE ", " AND ", query_.where,
                      [&](const Condition& c) { return condition(c); });
        sql += listed(" GROUP BY ", ", ", distinct_by_group() ? query_.outputs : query_.group_by,
                      [&](const Term& t) { return terms_.term(t); });
        if (query_.having)
            sql += fmt::format(" HAVING {} {} {}", terms_.term(query_.having->term),
                               sign(query_.having->op), query_.having->number);
        return sql;
    }

    /// The first places by the first order, however many rows share the last one.
    std::string ranked() const {
        const OrderBy& order = query_.order_by.front();
        const std::string place = database::quoted(dialect_, terms_.unique_name("place"));
        std::string names;
        std::string inner;
        std::string rest;
        for (std::size_t i = 0; i < query_.outputs.size(); ++i) {
            const std::string name = database::quoted(dialect_, terms_.output_name(i));
            names += (i > 0 ? ", " : "") + name;
            inner += terms_.term(query_.outputs[i]);
            if (query_.outputs[i].aggregate != Aggregate::none ||
                query_.outputs[i].part != DatePart::none ||
                terms_.output_name(i) != query_.outputs[i].column->column->name)
                inner += " AS " + name;
            inner += ", ";
            if (query_.outputs[i] != order.term)
                rest += ", " + terms_.ordered(query_.outputs[i], name, false);
        }
        return fmt::format(
            "SELECT {} FROM (SELECT {}RANK() OVER (ORDER BY {}) AS {}{}) AS ranked "
            "WHERE {} <= {} ORDER BY {}{}",
            names, inner, terms_.ordered(order.term, terms_.term(order.term), order.descending),
            place, body(), place, *query_.limit, place, rest);
    }

    /// Different rows that are ordered by more than a column go by GROUP BY: DISTINCT allows no
    /// other order than by what is selected.
    bool distinct_by_group() const {
        return query_.distinct && query_.group_by.empty() && dialect_.byte_order_of &&
               std::any_of(query_.order_by.begin(), query_.order_by.end(),
                           [](const OrderBy& order) { return SqlTerms::is_text(order.term); }) &&
               std::all_of(query_.outputs.begin(), query_.outputs.end(),
                           [](const Term& output) { return output.aggregate == Aggregate::none; });
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

    std::string joined(const JoinOn& join) const {
        std::string sql = join.outer ? " LEFT JOIN " : " JOIN ";
        sql += terms_.table(join.added) + " ON ";
        for (std::size_t i = 0; i < join.on.size(); ++i) {
            if (i > 0) sql += " AND ";
            sql += terms_.column({join.added, join.on[i].second}) + " = " +
                   terms_.column({join.known, join.on[i].first});
        }
        return sql;
    }

    std::string condition(const Condition& condition) const {
        return std::visit([&](const auto& one) { return text(one); }, condition);
    }

    std::string text(const Compare& c) const {
        return fmt::format("{} {} {}", terms_.column(c.column), sign(c.op), c.number);
    }
    std::string text(const Between& c) const {
        return fmt::format("{} BETWEEN {} AND {}", terms_.column(c.column), c.low, c.high);
    }
    std::string text(const OneOf& c) const {
        if (c.values.size() == 1)
            return fmt::format("{} {} {}", terms_.column(c.column), c.negated ? "<>" : "=",
                               literal(c.values.front()));
        return listed(terms_.column(c.column) + (c.negated ? " NOT IN (" : " IN ("), ", ", c.values,
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
        if (c.from) sql = terms_.column(c.column) + " >= " + moment(*c.from);
        if (c.from && c.until) sql += " AND ";
        if (c.until) sql += terms_.column(c.column) + " < " + moment(*c.until);
        return sql;
    }
    std::string text(const IsNull& c) const {
        return terms_.column(c.column) + (c.negated ? " IS NOT NULL" : " IS NULL");
    }
    std::string text(const Member& c) const {
        return fmt::format("{} {} ({})", terms_.column(c.column), c.negated ? "NOT IN" : "IN",
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
    SqlTerms terms_;
};

}

std::string why_not_sql(const Query& query, const Dialect& dialect) {
    return SqlWriter(query, dialect).why_not();
}

std::string to_sql(const Query& query, const Dialect& dialect) {
    return SqlWriter(query, dialect).write();
}

}
