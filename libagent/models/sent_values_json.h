#pragma once

#include "libagent/chat/message.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace askdb::models {

/// The values of one column that a request holds.
struct SentColumn {
    /// "r1", or the table where values were looked up; "(error)" for a tool's words why it failed,
    /// "(remark)" for what checks noticed, "(text)" for what else tools said: these may quote
    /// values.
    std::string source = {};
    std::string column = {};  ///< Empty for these.
    std::vector<std::string> values = {};

    std::size_t bytes() const;
};

/// All values that tools told in these messages, as they stand in them: of results the shown cells
/// and the smallest and largest value of each column, without NULL and masked ones; of searches
/// what was found. Which tool told it decides how it is read; what is not certain, and all that
/// other tools tell, is "(text)". What a person or a model wrote is not looked at. Pure.
std::vector<SentColumn> sent_values(std::span<const chat::Message> messages);

}
