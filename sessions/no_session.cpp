#include "sessions/no_session.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace askdb::sessions {
namespace {

constexpr std::size_t most_told = 5;

}

Error no_such_session(std::string_view id, std::span<const std::string> ids) {
    const std::vector<std::string> near = nearest(id, ids, 1);
    return {Errc::bad_input, fmt::format("there is no conversation '{}'", id),
            did_you_mean(near, "list them with: askdb sessions list")};
}

Error ambiguous_session(std::string_view prefix, std::span<const std::string> ids,
                        std::size_t in_all) {
    std::vector<std::string> told;
    for (const std::string& id : ids.first(std::min(ids.size(), most_told)))
        told.push_back(fmt::format("'{}'", id));
    return {
        Errc::bad_input, fmt::format("{} conversations begin with '{}'", in_all, prefix),
        fmt::format("give more of it: {}{}", join(told, ", "), in_all > told.size() ? ", …" : "")};
}

Error turn_was_removed(std::string_view id, int turn) {
    return {Errc::unavailable,
            fmt::format("turn {} of conversation '{}' cannot be kept: it was removed meanwhile, or "
                        "never began",
                        turn, visible(id))};
}

Error no_such_turn(std::string_view id, int turn) {
    return {Errc::bad_input, fmt::format("conversation '{}' has no turn {}", id, turn),
            fmt::format("its turns: askdb sessions show {}", id)};
}

Error no_such_artifact(std::string_view id, std::string_view name,
                       std::span<const std::string> names) {
    std::vector<std::string> told;
    for (const std::string& other : names.first(std::min(names.size(), most_told)))
        told.push_back(fmt::format("'{}'", other));
    if (names.size() > told.size()) told.emplace_back("…");
    return {Errc::bad_input, fmt::format("conversation '{}' has no file '{}'", id, name),
            told.empty() ? "it has none" : fmt::format("it has {}", join(told, ", "))};
}

}
