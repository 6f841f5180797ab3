#include "cli/repl/sharing_words.h"

#include "cli/repl/shell.h"
#include "cli/wiring.h"
#include "libagent/base/text.h"
#include "libagent/tools/tool.h"

#include <fmt/format.h>

namespace askdb::cli::repl {
namespace {

std::string first_rows(std::size_t head_rows, std::string_view of) {
    if (head_rows == 0) return "";
    if (head_rows == 1) return fmt::format("the first row of {}", of);
    return fmt::format("the first {} rows of {}", with_thousands(head_rows), of);
}

std::string level_in_words(tools::ShareLevel level, std::size_t head_rows) {
    switch (level) {
        case tools::ShareLevel::schema:
            return "names, types, keys, comments and numbers of rows; no value";
        case tools::ShareLevel::stats:
            return "also counts, and the bounds of numbers and dates; no row";
        case tools::ShareLevel::sample: {
            const std::string rows = first_rows(head_rows, "what a database gives");
            return "also the bounds of texts" + (rows.empty() ? ", no row" : ", and " + rows);
        }
        case tools::ShareLevel::rows: {
            const std::string rows = first_rows(head_rows, "each result");
            return (rows.empty() ? "" : rows + ", and ") + "all rows that it asks for";
        }
    }
    return {};
}

std::string masks_in_words(const std::vector<std::string>& masks) {
    return masks.empty() ? "none" : visible(join(masks, ", "));
}

}

tools::Sharing sharing_of_conversation(Shell& shell) {
    return tools::sharing_over(shell.wiring().sharing(), shell.conversation().results);
}

std::string sharing_in_words(const tools::Sharing& sharing, std::size_t head_rows) {
    std::string text = fmt::format(
        "share        {}: {}\nmask         {}\n", tools::name_of(sharing.common.level),
        level_in_words(sharing.common.level, head_rows), masks_in_words(sharing.common.masks));
    for (const tools::DatabaseSharing& own : sharing.databases) {
        if (own.rule.is_full()) continue;
        const tools::SharingRule rule = sharing.rule_of(own.database);
        text += fmt::format("of {}: {}; mask: {}\n", visible(own.database),
                            tools::name_of(rule.level), masks_in_words(rule.masks));
    }
    return text;
}

}
