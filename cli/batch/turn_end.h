#pragma once

#include "libagent/base/error.h"
#include "libagent/chat/event.h"

#include <optional>
#include <string>

namespace askdb::cli {

/// What became of one question of many: an answer, an error, or, with neither, a stop.
struct TurnEnd {
    /// Read back from a file, it has only what is shown of it as text: response, warnings, and one
    /// step with the statement.
    std::optional<chat::Answer> answer = {};
    std::optional<Error> error = {};
    /// Read back from a file: the answer, whole, as JSON text. Empty: nothing was read back.
    std::string recorded = {};
    bool is_from_file = false;

    bool is_stopped() const { return !answer && !error; }
};

/// Whether asking again would come to the same: an answer that no limit cut short, or an error that
/// is about the question and neither about what answers it nor about how long that may take.
bool is_definite(const TurnEnd& end);

/// Whether every other question would end with the same error: the database or the configuration is
/// wrong, rather than away for a while.
bool ends_batch(const Error& error);

/// Whether what answers is away: the database, or the model.
bool is_outage(const Error& error);

}
