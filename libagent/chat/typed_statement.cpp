#include "libagent/chat/typed_statement.h"

#include "libagent/base/text.h"

namespace askdb::chat {

bool is_typed_statement(const Answer& answer) {
    if (answer.workflow.size() != 1) return false;
    const std::string& tool = answer.workflow.front().tool;
    return tool == typed_in_database || tool == typed_over_results;
}

std::string typed_statement_words(std::string_view statement) {
    constexpr std::size_t most_bytes = 2'000;
    return "I ran this SQL statement myself; it is no question:\n" +
           clipped(trim(statement), most_bytes);
}

}
