#pragma once

#include "cli/replay/replay_plan.h"
#include "libagent/base/error.h"
#include "libagent/database/rows.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// One way in which a result is not what it was.
struct Drift {
    std::string_view what;  ///< "schema", "shape" or "result".
    std::string message;
};

/// What came of comparing one result with the one that is kept.
struct ReplayVerdict {
    std::vector<Drift> drifts = {};
    std::vector<std::string> notes = {};  ///< What was not compared, and why.
    std::optional<Error> failure = {};    ///< Why there was nothing to compare; no drift.
    bool is_made_anew = true;             ///< False: it is not run again.

    bool is_compared() const { return is_made_anew && !failure; }
};

/// A result that was made anew, and what is known of its tables; borrowed.
struct RemadeResult {
    const database::Rows& rows;
    bool order_counts = false;             ///< Its statement asks for an order.
    std::string schema_hash = {};          ///< Empty: it reads no tables, or nobody knows them.
    std::vector<std::string> tables = {};  ///< Their names.
    /// The rows that were kept, asked for to tell a drift in words; nothing where there are none.
    std::function<std::optional<database::Rows>()> kept_rows = {};
};

/// Compares it with the receipt of the step: the tables, the columns, the number of rows and, when
/// `exact`, the rows. What has no receipt is only noted. Pure but for RemadeResult::kept_rows.
ReplayVerdict judge_replay(const ReplayStep& step, const RemadeResult& now, bool exact);

/// The verdict on a statement that does not run: where its words are wrong for the database as it
/// is now, the schema has drifted; else it is no verdict but a failure. Pure.
ReplayVerdict verdict_on_failure(const Error& error);

/// How the columns of two results differ, in words. `kept` may be null: nobody knows them. Pure.
std::string column_change(const database::Rows& now, const database::Rows* kept);

/// How many rows are new and how many are gone, in words; "other rows" where that is not known,
/// because `kept` is null. Pure; linear, but for memory as large as both.
std::string row_change(const database::Rows& now, const database::Rows* kept);

}
