#pragma once

#include "libagent/database/dialect.h"
#include "libagent/models/offline/query_tree.h"

#include <string>

namespace askdb::models::offline {

/// The names and values of one query in SQL: tables, columns, aggregates. Borrows both.
class SqlTerms {
  public:
    SqlTerms(const Query& query, const database::Dialect& dialect)
        : query_(query), dialect_(dialect) {}

    /// As FROM names it.
    std::string table(std::size_t source) const;
    std::string column(const ColumnRef& ref) const;
    std::string term(const Term& term) const;
    /// One item of an ORDER BY: the same order on every database.
    std::string ordered(const Term& term, const std::string& expression, bool descending) const;
    /// The name of a column of the answer; with its table where two would be the same.
    std::string output_name(std::size_t at) const;
    /// `name`, or something like it that no column of the answer is called.
    std::string unique_name(std::string name) const;
    /// Whether the dialect can take this part of a date.
    bool can_date(DatePart part) const;

    /// A column of text, as it is.
    static bool is_text(const Term& term);

  private:
    std::string source_name(std::size_t source) const;
    bool has_namesake(std::size_t source) const;
    bool may_be_null(const Term& term) const;
    std::string dated(DatePart part, const ColumnRef& ref) const;
    std::string sum(const std::string& inner, const database::Column& column) const;
    std::string average(const std::string& inner, const database::Column& column) const;

    const Query& query_;
    const database::Dialect& dialect_;
};

/// The name that a computed column gets: "number_of_work_orders", "average_cost".
std::string term_alias(const Query& query, const Term& term);

}
