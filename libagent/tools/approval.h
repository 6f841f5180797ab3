#pragma once

#include "libagent/base/error.h"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::tools {

/// How long a question for approval may wait for its answer, while the database holds locks.
inline constexpr std::chrono::minutes approval_patience{5};

/// One statement that waits for a person's word. Borrowed for the call; everything in it may have
/// been written by a model.
struct WriteProposal {
    std::string_view database;  ///< Its name.
    std::string_view sql;       ///< The statement, whole.
    /// What it touches: "UPDATE work_orders: 12 rows"; before a run, without the rows.
    std::string touches;
    std::vector<std::string> warnings = {};  ///< What must not be overlooked, one sentence each.
    bool was_run = true;  ///< In a transaction that waits; else it runs only after a yes.
    std::chrono::milliseconds patience = approval_patience;
};

enum class Approval {
    yes,
    no,
    no_answer,  ///< The patience was over.
};

/// Asks a person whether one statement may be made to stay. An answer is for that statement alone,
/// and is never kept. Used by one thread at a time.
class Approver {
  public:
    virtual ~Approver() = default;

    /// Why nobody can be asked (there is no terminal), told before anything is run; nothing when
    /// somebody can.
    virtual std::optional<Error> cannot_ask() const = 0;

    /// Returns when there is an answer, or the patience is over. Throws Stopped within 200 ms of a
    /// stop.
    virtual Approval ask(const WriteProposal& proposal, std::stop_token stop) = 0;
};

}
