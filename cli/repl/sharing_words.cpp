#include "cli/repl/sharing_words.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli::repl {
namespace {

std::string_view level_in_words(tools::ShareLevel level) {
    switch (level) {
        case tools::ShareLevel::schema:
            return "names, types, keys, comments and numbers of rows; no value";
        case tools::ShareLevel::stats:
            return "also counts, and the bounds of numbers and dates; no row";
        case tools::ShareLevel::sample: return "also the first rows of what a database gives";
        case tools::ShareLevel::rows: return "all rows that it asks for";
    }
    return "";
}

std::string masks_in_words(const std::vector<std::string>& masks) {
    return masks.empty() ? "none" : visible(join(masks, ", "));
}

}

std::string sharing_in_words(const tools::Sharing& sharing) {
    std::string text =
        fmt::format("share        {}: {}\nmask         {}\n", tools::name_of(sharing.common.level),
                    level_in_words(sharing.common.level), masks_in_words(sharing.common.masks));
    for (const tools::DatabaseSharing& own : sharing.databases) {
        if (own.rule.is_full()) continue;
        const tools::SharingRule rule = sharing.rule_of(own.database);
        text += fmt::format("of {}: {}; mask: {}\n", visible(own.database),
                            tools::name_of(rule.level), masks_in_words(rule.masks));
    }
    return text;
}

}
