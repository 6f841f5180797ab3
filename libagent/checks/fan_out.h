#pragma once

#include "libagent/checks/join_reach.h"

#include <string>
#include <vector>

namespace askdb::checks {

/// An aggregate that counts rows more than once because of a join.
struct FanOut {
    std::string aggregate = {};   ///< As it stands in the statement: "SUM(o.amount)".
    std::string multiplied = {};  ///< Whose rows: "orders o".
    std::string multiplier = {};  ///< By whose: "shipments".
    std::string message = {};     ///< The reason and the way out, for whoever wrote the statement.
    bool is_proven = false;       ///< The data has such rows; else only the keys allow them.
};

struct FanOutReport {
    std::vector<FanOut> found = {};
    /// Statements that would make it surer, the most useful first: with their answers it is to be
    /// asked again.
    std::vector<Probe> probes = {};
};

struct FanOutInput {
    const database::Catalog& catalog;
    const database::Dialect& dialect;  ///< In which probes are written.
    const ProbeAnswers& answers = {};
};

/// Finds SUM, AVG, COUNT and their like over rows that a join of the same SELECT multiplies, in any
/// SELECT of the statement. Silent for MIN, MAX and DISTINCT, semi-joins, joins on unique keys,
/// subqueries that have one row for each key, groups that hold the multiplying key, the count of
/// the rows of the many-most side; and for whatever it cannot read. At most one finding for each
/// aggregate. Pure.
FanOutReport find_fan_out(const StatementShape& statement, const FanOutInput& input);

}
