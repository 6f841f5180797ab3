#pragma once

#include "libagent/database/rows.h"
#include "libagent/session/archive.h"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace askdb::sessions {

/// What a conversation is exported from; borrowed.
struct ExportInput {
    const session::Transcript& transcript;
    const std::vector<session::Artifact>& artifacts;  ///< Its files, without their bytes.
    /// The rows of the result that the conversation calls so ("r1"); nothing where they are not
    /// kept. May be empty: then there are none.
    std::function<std::optional<database::Rows>(std::string_view handle)> rows = {};

    std::optional<database::Rows> rows_of(std::string_view handle) const {
        return rows && !handle.empty() ? rows(handle) : std::nullopt;
    }
};

}
