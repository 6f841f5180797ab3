#pragma once

#include "libagent/database/rows.h"

#include <stop_token>
#include <string>

namespace askdb::checks {

/// A result that is compared with another one; borrows the rows.
struct ComparedResult {
    const database::Rows& rows;
    bool is_ordered = false;  ///< By its statement: see results::asks_for_order().
};

enum class Agreement {
    agrees,
    differs,
    unknown,  ///< One was cut, so that nobody can say.
};

struct ResultAgreement {
    Agreement agreement = Agreement::unknown;
    std::string reason = {};  ///< In words; empty when they agree.
};

/// Whether two results of the same question say the same. They do when they have as many rows and
/// share columns, whatever these are called and wherever they stand, such that
///  - the rows, as far as the shared columns go, are the same, as often;
///  - all columns of one of them are shared, or all of its numbers but for keys (by their names),
///    of which it has some: others may hold what one of them only shows beside;
///  - no other columns but keys hold the same values in other rows;
///  - where both statements order their rows, they are in the same order, or a shared column by
///    which both are sorted is: rows that are equal there may change places.
/// Values are compared as are_same() does: single numbers, too. Two results without a row agree.
/// At most a few seconds for the largest results. Pure. Throws Stopped soon after a stop.
ResultAgreement compare_results(const ComparedResult& here, const ComparedResult& there,
                                const std::stop_token& stop = {});

}
