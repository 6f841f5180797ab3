#pragma once

#include "libagent/database/dialect.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

inline constexpr std::size_t npos = static_cast<std::size_t>(-1);

/// A column as a statement names it, in lower case and without quotes.
struct NameRef {
    std::string qualifier = {};  ///< The alias or table before the dot; may be empty.
    std::string name = {};

    bool operator==(const NameRef&) const = default;
};

/// One member of FROM. With neither `table` nor `unit` it is something that is not read: a function
/// that gives rows, VALUES.
struct FromItem {
    std::string schema = {};  ///< In lower case, as `table`; empty when there is none.
    std::string table = {};
    std::string alias = {};  ///< What columns call it by.
    /// Both as they stand in the statement, with quotes; `written_alias` also where it is the name.
    std::string written_table = {};
    std::string written_alias = {};
    bool is_renamed = false;  ///< It has an alias of its own.
    std::size_t unit = npos;  ///< A derived table or a CTE: which of StatementShape::selects it is.
};

/// `column` has one value for each choice of values of `by`; with none of these it is a constant.
struct Binding {
    NameRef column = {};
    std::vector<NameRef> by = {};
};

/// One part of ON or WHERE that must be true.
struct Condition {
    std::string text = {};           ///< As it stands in the statement.
    std::vector<NameRef> refs = {};  ///< Outside of subqueries.
    std::vector<Binding> bindings = {};
    /// It may choose single rows of what it names, in a way that is not read: a range, a comparison
    /// with a subquery, alternatives in ON.
    bool may_choose = false;
    bool has_subquery = false;
    std::optional<NameRef> must_be_null = {};  ///< `x IS NULL` in WHERE: x.
};

struct UsingColumn {
    std::size_t item = 0;  ///< The right side: an index of SelectShape::from.
    std::string name = {};
};

/// A call of an aggregate function that is no window.
struct Aggregate {
    std::string function = {};  ///< In lower case.
    std::string text = {};      ///< The call as it stands in the statement.
    bool distinct = false;
    bool is_filtered = false;  ///< Has a FILTER of its own, which `text` is without.
    /// It counts rows, whatever columns its conditions name: COUNT(*), SUM(CASE WHEN … THEN 1 END).
    bool counts_rows = false;
    std::vector<NameRef> refs = {};  ///< What is added up or counted; no conditions of a CASE.
};

/// One column of the select list.
struct SelectItem {
    std::string name = {};               ///< What others call it by; empty when that is not clear.
    std::optional<NameRef> column = {};  ///< When it is a column, as it is.
    bool is_aggregate = false;           ///< Has an aggregate, or a window, in it.
    bool is_star = false;                ///< `*`, or `qualifier.*`.
    std::string qualifier = {};          ///< Of a star.
    /// ROW_NUMBER() OVER (PARTITION BY …): the columns of the partition.
    std::optional<std::vector<NameRef>> numbers_within = {};
};

/// A column that is compared with texts so that it must be, or be like, one of them.
struct LiteralUse {
    NameRef column = {};
    std::vector<std::string> values = {};  ///< Without quotes.
    bool is_pattern = false;               ///< LIKE, ILIKE.
    bool ignores_case = false;             ///< ILIKE, COLLATE NOCASE, the same function on both.
    std::string function = {};             ///< Around the column: "lower", "upper", "trim"; or not.
};

/// One SELECT, as far as it is read.
struct SelectShape {
    std::vector<FromItem> from = {};
    std::vector<UsingColumn> using_columns = {};
    std::vector<Condition> conditions = {};
    std::vector<SelectItem> items = {};
    std::vector<Aggregate> aggregates = {};  ///< Of the select list, HAVING and ORDER BY.
    std::vector<NameRef> group_by = {};      ///< The plain columns of it.
    std::vector<LiteralUse> literals = {};
    std::size_t parent = npos;    ///< The SELECT that it stands in.
    bool is_grouped = false;      ///< Has GROUP BY.
    bool groups_by_more = false;  ///< By expressions, too, which `group_by` does not have.
    bool is_distinct = false;
    bool is_one_row = false;  ///< LIMIT 1.
    bool is_set = false;      ///< UNION and the like: the first SELECT stands for all of them.
    bool is_read = true;      ///< False: something in its FROM is not understood.

    /// Whether its rows are sums over rows.
    bool is_aggregated() const { return is_grouped || !aggregates.empty(); }
};

/// A reading statement: each SELECT in it, wherever it stands; the outermost is the first one.
struct StatementShape {
    std::vector<SelectShape> selects = {};
    std::vector<std::string> ctes = {};  ///< The names of all of them, wherever they are in sight.
};

/// Reads one SELECT, or WITH … SELECT. Nothing for other statements, and for what it cannot read:
/// it never guesses. Pure, linear but for the depth of nesting (at most 32).
std::optional<StatementShape> read_select(std::string_view sql, const database::Dialect& dialect);

}
