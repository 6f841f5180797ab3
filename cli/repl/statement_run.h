#pragma once

#include "libagent/base/time_text.h"
#include "libagent/database/database.h"
#include "libagent/results/result_store.h"
#include "libagent/tools/approval.h"

#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::cli::repl {

/// What a statement of a person runs on; borrowed.
struct StatementPlace {
    database::Database& database;
    const results::ResultStore& results;
    tools::Approver* approver = nullptr;  ///< Who approves of changes; null: only reading.
    database::Limits limits = {};
};

/// What a statement brought.
struct StatementDone {
    database::Rows rows = {};
    std::string database = {};   ///< Where the rows came from; empty: from results.
    std::string committed = {};  ///< What it changed; empty: it only read.
    WallTime as_of = {};         ///< When it began; over results, when the oldest of them was read.
};

/// Whether all tables that the statement names are results: then it runs over them. Pure.
bool names_results_only(std::string_view sql, const results::ResultStore& results);

/// Runs one statement: over the results that it names, or guarded in the database, or, when it
/// changes something and somebody may approve of that, as tools::write_approved() does. Throws
/// Failure and Stopped.
StatementDone run_statement(const StatementPlace& place, std::string_view sql,
                            std::stop_token stop);

}
