#pragma once

#include "libagent/models/offline/linker.h"
#include "libagent/models/offline/query_tree.h"

#include <optional>
#include <string>
#include <vector>

/// A question after parsing, before it is settled which table or column each name means.
namespace askdb::models::offline {

/// What a name may mean; the resolver picks one link.
struct Choice {
    std::vector<Link> links;
    std::string text;                 ///< As the person wrote it.
    std::vector<Link> meanings = {};  ///< All that it could mean, once one link is settled.
    /// What the noun beside it may name: "sites OPENED before 2000" says it of sites.
    std::vector<const database::Table*> beside = {};
};

/// What the answer shows: a column, a table's rows, or an aggregate of them.
struct Target {
    Aggregate aggregate = Aggregate::none;
    Choice what = {};                       ///< A column; no links when it is a table.
    std::optional<std::size_t> table = {};  ///< Index into Sketch::tables.
    /// A column whose name also asks for a computation: "the TOTAL of orders".
    bool asks_to_compute = false;
};

struct ValueFilter {
    std::vector<Choice> values;  ///< All of one column; any of them will do.
    bool negated = false;
    bool every = false;  ///< Joined by "and": over several rows this could mean all of them.
};
struct CompareFilter {
    Choice column;
    Operator op = Operator::equal;
    std::string number;
    std::optional<std::string> high = {};  ///< Between `number` and this one.
};
struct DateFilter {
    std::optional<Choice> column;  ///< Not named: the table's only date.
    std::optional<std::string> from;
    std::optional<std::string> until;
    std::optional<std::string> from_year = {};   ///< First whole year, for columns of years.
    std::optional<std::string> until_year = {};  ///< Year after the last one.
    bool whole_years = false;
    std::string words;
    /// What the last noun before it may name, for a column that is not named.
    std::vector<const database::Table*> beside = {};
};
struct NullFilter {
    Choice column;
    bool negated = false;
    bool verb = false;  ///< A participle without a date: "completed" is what has such a date.
};
/// How many rows of another table belong to it.
struct RelatedFilter {
    Choice table;
    std::vector<ValueFilter> values;
    Operator op = Operator::at_least;
    std::string number;
};

struct Grouping {
    std::optional<Choice> what;  ///< Missing: `part` of the table's only date.
    DatePart part = DatePart::none;
};

/// The first `Sketch::limit` rows by a column, or by how many rows of a table belong to it.
struct Ranking {
    Aggregate aggregate = Aggregate::none;
    Choice by;  ///< A column; a table when its rows are counted.
    bool descending = true;
    bool superlative = false;  ///< "the most", "the highest": one row, unless a limit is given.
    bool main_verb = false;    ///< "which category of pumps HAS the most": said of what is shown.
};

struct Sketch {
    std::vector<Target> targets;
    std::vector<Choice> tables;  ///< Tables that are named; the first one is the head.
    std::vector<ValueFilter> values;
    std::vector<CompareFilter> compares;
    std::vector<DateFilter> dates;
    std::vector<NullFilter> nulls;
    std::vector<RelatedFilter> related;
    std::vector<Grouping> groups;
    std::vector<Ranking> rankings;
    std::optional<std::string> limit;
    bool distinct = false;
    bool each = false;         ///< "of EACH site": a row of the answer for every one.
    bool most_common = false;  ///< Of the one target: its most (or least) frequent value.
    bool least_common = false;
    double cost = 0;  ///< Of the reading; 0 is perfect.
};

}
