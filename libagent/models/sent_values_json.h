#pragma once

#include "libagent/models/model.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace askdb::models {

/// The values of one column that a request holds.
struct SentColumn {
    /// "r1", or the table where values were looked up; "(error)" for a tool's words why it failed,
    /// "(remark)" for what checks noticed, "(answer)" for an earlier answer that the program filled
    /// in or made, or that a person called wrong, "(text)" for what else tools said: these may
    /// quote values.
    std::string source = {};
    std::string column = {};  ///< Empty for these.
    std::vector<std::string> values = {};
    std::size_t bounds = 0;  ///< How many of them are the smallest or largest of a column.

    std::size_t bytes() const;
};

/// All values that tools told in these messages, as they stand in them: of results the shown cells
/// and the smallest and largest value of each column, without NULL and masked ones; of searches
/// what was found. Which tool told it decides how it is read; what is not certain, and all that
/// other tools tell, is "(text)". Of `quoting` what stands in the messages, as a whole. What a
/// person or a model wrote is not looked at. Pure.
std::vector<SentColumn> sent_values(std::span<const chat::Message> messages,
                                    std::span<const QuotingText> quoting = {});

}
