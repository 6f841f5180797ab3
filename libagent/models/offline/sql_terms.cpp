#include "libagent/models/offline/sql_terms.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace askdb::models::offline {
namespace {

/// Of an ISO date that is kept as a text, where date functions may take none.
std::string cut_date(DatePart part, const std::string& expression) {
    static constexpr std::size_t letters[] = {0, std::string_view("2024").size(),
                                              std::string_view("2024-05").size(),
                                              std::string_view("2024-05-31").size()};
    return fmt::format("SUBSTRING({}, 1, {})", expression, letters[static_cast<std::size_t>(part)]);
}

}

std::string SqlTerms::table(std::size_t source) const {
    std::string sql = database::quoted_table(dialect_, query_.sources[source]->schema,
                                             query_.sources[source]->name);
    if (has_namesake(source)) sql += " AS " + source_name(source);
    return sql;
}

std::string SqlTerms::column(const ColumnRef& ref) const {
    std::string name = database::quoted(dialect_, ref.column->name);
    if (query_.sources.size() == 1) return name;
    return source_name(ref.source) + "." + name;
}

std::string SqlTerms::source_name(std::size_t source) const {
    const database::Table& table = *query_.sources[source];
    const bool is_long = has_namesake(source) && !table.schema.empty();
    return database::quoted(dialect_, is_long ? table.schema + "_" + table.name : table.name);
}

/// Tables of two schemas may have the same name.
bool SqlTerms::has_namesake(std::size_t source) const {
    return std::any_of(query_.sources.begin(), query_.sources.end(),
                       [&](const database::Table* other) {
                           return other != query_.sources[source] &&
                                  equal_ignoring_case(other->name, query_.sources[source]->name);
                       });
}

std::string SqlTerms::term(const Term& term) const {
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

std::string SqlTerms::dated(DatePart part, const ColumnRef& ref) const {
    const std::string expression = column(ref);
    const bool is_text = ref.column->kind == database::Kind::text;
    if (is_text && part != DatePart::none) return cut_date(part, expression);
    if (part != DatePart::none && !can_date(part)) return expression;
    switch (part) {
        case DatePart::none: return expression;
        case DatePart::year: return dialect_.year_of(expression);
        case DatePart::month: return dialect_.month_of(expression);
        case DatePart::day: return dialect_.day_of(expression);
    }
    return expression;
}

bool SqlTerms::can_date(DatePart part) const {
    switch (part) {
        case DatePart::none: return true;
        case DatePart::year: return dialect_.year_of != nullptr;
        case DatePart::month: return dialect_.month_of != nullptr;
        case DatePart::day: return dialect_.day_of != nullptr;
    }
    return false;
}

/// Decimals that are stored as floating point add up with noise in the last digits: the sum has
/// no more digits than the column declares.
std::string SqlTerms::sum(const std::string& inner, const database::Column& column) const {
    const auto scale = declared_scale(column.type);
    if (!scale || !dialect_.inexact_decimals) return "SUM(" + inner + ")";
    return fmt::format("ROUND(SUM({}), {})", inner, *scale);
}

std::string SqlTerms::average(const std::string& inner, const database::Column& column) const {
    constexpr std::size_t most_decimals = 12;  // Of what average_of() makes.
    // What is declared without a scale is exact, too, where decimals are.
    const std::size_t undeclared =
        column.kind == database::Kind::decimal && !dialect_.inexact_decimals ? most_decimals
                                                                             : most_decimals + 1;
    const bool is_exact = column.kind == database::Kind::integer ||
                          declared_scale(column.type).value_or(undeclared) <= most_decimals;
    return is_exact && dialect_.average_of ? dialect_.average_of(inner) : "AVG(" + inner + ")";
}

std::string SqlTerms::ordered(const Term& term, const std::string& expression,
                              bool descending) const {
    std::string sql = is_text(term) && dialect_.byte_order_of
                          ? dialect_.byte_order_of(expression, term.column->column->type)
                          : expression;
    if (descending) sql += " DESC";
    if (dialect_.nulls_come_last && may_be_null(term))
        sql += descending ? " NULLS LAST" : " NULLS FIRST";
    return sql;
}

bool SqlTerms::is_text(const Term& term) {
    return term.column && term.aggregate == Aggregate::none && term.part == DatePart::none &&
           term.column->column->kind == database::Kind::text;
}

bool SqlTerms::may_be_null(const Term& term) const {
    if (!term.column || term.aggregate == Aggregate::count ||
        term.aggregate == Aggregate::count_distinct)
        return false;
    return term.column->column->nullable ||
           std::any_of(query_.joins.begin(), query_.joins.end(), [&](const JoinOn& join) {
               return join.outer && join.added == term.column->source;
           });
}

std::string SqlTerms::output_name(std::size_t at) const {
    const std::string name = term_alias(query_, query_.outputs[at]);
    for (std::size_t i = 0; i < query_.outputs.size(); ++i) {
        const Term& output = query_.outputs[at];
        if (i == at || !output.column || term_alias(query_, query_.outputs[i]) != name) continue;
        return query_.sources[output.column->source]->name + "_" + name;
    }
    return name;
}

std::string SqlTerms::unique_name(std::string name) const {
    for (std::size_t i = 0; i < query_.outputs.size(); ++i) {
        if (equal_ignoring_case(output_name(i), name)) name += "_";
    }
    return name;
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

}
