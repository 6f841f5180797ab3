#pragma once

#include "libagent/chat/event.h"
#include "libagent/database/database.h"
#include "libagent/tools/sharing.h"

#include <stop_token>
#include <string_view>
#include <vector>

namespace askdb::tools {

/// A statement that ran, with what it gave.
struct CheckedStatement {
    database::Database& database;
    std::string_view sql;
    const database::Rows& rows;
    database::Limits limits;  ///< Of the call: what is left of its time bounds the checks, too.
    SharingRule rule = {};    ///< Findings tell no value that it keeps back.
};

struct QueryChecks {
    std::vector<chat::Finding> findings = {};
    double database_ms = 0;  ///< That the checks' own statements took.
};

/// What can be noticed about a statement and its result outside the model: rows that a join counts
/// more than once ("fan_out": at most 2 statements and 250 ms beside), and what the texts of its
/// conditions are in the data where it gave nothing ("zero_rows": at most 3, and 750 ms). Never
/// fails for it; throws Stopped.
QueryChecks check_query(const CheckedStatement& statement, std::stop_token stop);

}
