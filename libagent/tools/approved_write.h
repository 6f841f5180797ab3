#pragma once

#include "libagent/base/result.h"
#include "libagent/database/database.h"
#include "libagent/tools/approval.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::tools {

struct WriteRequest {
    std::string_view sql;
    database::Limits limits = {};  ///< Of the statement; the thinking before the answer is extra.
    std::chrono::milliseconds patience = approval_patience;
};

/// A statement that was approved and committed.
struct WriteDone {
    std::string touched;  ///< "UPDATE work_orders: 12 rows"
    std::optional<std::uint64_t> affected = {};
    database::Rows rows = {};  ///< What it gave; without columns when it gave none.
};

/// Why it was not.
struct WriteFailure {
    Error error;
    bool not_approved = false;  ///< Nobody could be asked, or the answer was no, or none came.
};

struct WriteOutcome {
    std::optional<WriteDone> done;
    std::optional<WriteFailure> failure;  ///< Set exactly when `done` is not.
    double database_ms = 0;               ///< What the statement took, without the thinking.
};

/// The one way for SQL that changes something: judges the statement, runs it in a transaction of
/// its own, shows what it did to the approver, and commits only after a yes; all else is rolled
/// back. What cannot be taken back is asked first, and run after a yes; when a limit ends it, the
/// message says that nobody knows whether it was done. The database's catalog is forgotten after a
/// commit. Throws what the database's connection and the approver throw, with everything rolled
/// back that can be.
WriteOutcome write_approved(database::Database& database, Approver& approver,
                            const WriteRequest& request, std::stop_token stop);

}
