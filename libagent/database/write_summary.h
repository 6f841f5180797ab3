#pragma once

#include "libagent/base/result.h"
#include "libagent/database/dialect.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// A table as a statement names it: "public.orders".
struct WrittenTable {
    std::string text;                ///< As it was written.
    std::vector<std::string> parts;  ///< As the database looks it up, in lower case; never empty.
};

/// One thing that a statement does. A statement does several with data-modifying WITH.
struct WriteAction {
    std::string verb;  ///< "UPDATE", "DROP TABLE".
    std::vector<WrittenTable> tables;
    bool every_row = false;  ///< An UPDATE or DELETE that no WHERE, LIMIT or join restricts.

    /// "DELETE from work_orders", "UPDATE work_orders", "DROP TABLE a, b".
    std::string title() const;
};

/// What a writing statement would touch, as far as its text tells.
struct WriteSummary {
    std::vector<WriteAction> actions;  ///< The statement's own one first; never empty.
    bool changes_rows = false;         ///< The number of its rows says what it did.
    bool returns_rows = false;         ///< RETURNING, or a SELECT.
    /// Why nothing of it can be taken back; empty when it can.
    std::string commits_at_once = {};

    const WriteAction& main() const { return actions.front(); }
    /// The titles of all actions.
    std::string title() const;
};

/// Judges the statement (see judge_write()), then tells what it does. Pure, linear; any thread.
Result<WriteSummary> summarize_write(std::string_view sql, const Dialect& dialect);

}
