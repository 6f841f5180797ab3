#pragma once

#include "libagent/session/archive.h"

#include <cstddef>

namespace askdb::session {

/// What a person got from shortening a conversation. Bytes are those of its messages, as models
/// get them.
struct Compaction {
    std::size_t turns = 0;  ///< That the conversation has; 0: there was nothing to shorten.
    std::size_t bytes_before = 0;
    std::size_t bytes_after = 0;
};

/// Shortens the conversation for all models to come: of each turn so far they get question and
/// answer, without the steps between (see keep_question_and_answer()). Nothing that is kept is
/// lost: a transcript still shows it all. Asks no model. Throws as the archive does.
Compaction compact(SessionArchive& archive, const SessionKey& key);

}
