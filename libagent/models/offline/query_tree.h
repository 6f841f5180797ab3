#pragma once

#include "libagent/database/catalog.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// What a question means, as a tree of types; SQL and the reading in words are both made from it.
namespace askdb::models::offline {

enum class Operator : std::uint8_t { equal, not_equal, less, at_most, greater, at_least };
enum class Aggregate : std::uint8_t { none, count, count_distinct, sum, average, minimum, maximum };
enum class DatePart : std::uint8_t { none, year, month, day };

/// A column of one source of the query (an index into Query::sources).
struct ColumnRef {
    std::size_t source = 0;
    const database::Column* column = nullptr;

    bool operator==(const ColumnRef&) const = default;
};

/// A value of the select list, a group or an order. Aggregate::count without a column counts the
/// rows of the source `rows_of`, which meets each other one at most once.
struct Term {
    Aggregate aggregate = Aggregate::none;
    std::optional<ColumnRef> column = {};
    DatePart part = DatePart::none;
    std::size_t rows_of = 0;

    bool operator==(const Term&) const = default;
};

struct Query;

/// column OP number
struct Compare {
    ColumnRef column;
    Operator op = Operator::equal;
    std::string number;  ///< Digits.
};
/// column [NOT] IN (values), at least one.
struct OneOf {
    ColumnRef column;
    std::vector<std::string> values;
    bool negated = false;
    bool leaves_out_missing = false;  ///< Negated, where some rows have no value: not even another.
};
/// low <= column <= high
struct Between {
    ColumnRef column;
    std::string low;  ///< Digits, like `high`.
    std::string high;
};
/// from <= column < until, either may be missing; ISO dates. `words` says it to a person.
struct InDates {
    ColumnRef column;
    std::optional<std::string> from;
    std::optional<std::string> until;
    std::string words;
};
struct IsNull {
    ColumnRef column;
    bool negated = false;
};
/// column [NOT] IN (inner), which yields one column without NULL. `words` says it to a person.
struct Member {
    ColumnRef column;
    bool negated = false;
    std::shared_ptr<const Query> inner;  ///< Shared by copies of the tree; never changed.
    std::string words;
};
using Condition = std::variant<Compare, OneOf, Between, InDates, IsNull, Member>;

/// How one more source comes in.
struct JoinOn {
    std::size_t known = 0;  ///< Index of a source that is in already.
    std::size_t added = 0;
    std::vector<std::pair<const database::Column*, const database::Column*>> on;
    bool outer = false;  ///< Rows of `known` without partner stay.
};

struct OrderBy {
    Term term;
    bool descending = false;
};

/// HAVING term op number
struct Having {
    Term term;
    Operator op = Operator::at_least;
    std::string number;
};

struct Query {
    std::vector<const database::Table*> sources;  ///< The first is the root; each table once.
    std::vector<JoinOn> joins;
    std::vector<Term> outputs;
    bool distinct = false;
    std::vector<Condition> where;
    std::vector<Term> group_by;
    std::optional<Having> having;
    std::vector<OrderBy> order_by;
    std::optional<std::string> limit;  ///< Digits.
    bool ties = false;                 ///< With the rows that share the last place of `limit`.
};

}
