#pragma once

#include "libagent/checks/select_scope.h"
#include "libagent/database/dialect.h"

#include <map>
#include <string>
#include <vector>

namespace askdb::checks {

/// A statement that tells whether a member of FROM has several rows for one: it gives `many_rows`
/// rows or more when it has.
struct Probe {
    std::string sql = {};
    std::size_t many_rows = 1;

    bool operator==(const Probe&) const = default;
};

enum class Multiplicity { unknown, one, many };

/// What probes have told, by their SQL.
using ProbeAnswers = std::map<std::string, Multiplicity>;

/// A member of FROM of which there may be several rows for one of what was chosen.
struct Multiplier {
    std::size_t item = 0;
    std::vector<std::string> links = {};  ///< Its columns that are compared with others.
    std::size_t via = npos;               ///< The member that they are compared with.
    std::string via_column = {};
    Probe probe = {};        ///< Without SQL: nothing cheap would tell.
    bool is_many = false;    ///< By keys, or because the probe says so; else nobody knows.
    bool is_proven = false;  ///< By a probe.
};

struct ReachInput {
    const Scope& scope;
    const database::Dialect& dialect;
    const ProbeAnswers& answers;
};

/// Who multiplies the rows of what is `known`, nearest first: members that neither keys nor probes
/// bind to it. A member whose conditions are not understood is none.
std::vector<Multiplier> multipliers_of(const ReachInput& input, Known known);

}
