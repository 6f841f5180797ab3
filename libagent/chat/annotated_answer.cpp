#include "libagent/chat/annotated_answer.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace askdb::chat {
namespace {

bool holds(const Claim& claim) {
    return claim.verdict == "verified";
}

/// Each source once, in the order of the response.
std::vector<std::string> distinct_sources(const Answer& answer) {
    std::vector<std::string> all;
    for (const Claim& claim : answer.claims) {
        if (!holds(claim) || claim.source.empty()) continue;
        if (std::find(all.begin(), all.end(), claim.source) == all.end())
            all.push_back(claim.source);
    }
    return all;
}

std::string mark_of(const Claim& claim, const std::vector<std::string>& cited) {
    if (!holds(claim)) return " ⚠";
    const auto found = std::find(cited.begin(), cited.end(), claim.source);
    if (found == cited.end()) return {};
    return "[" + std::to_string(found - cited.begin() + 1) + "]";
}

}

bool has_doubts(const Answer& answer) {
    return !std::all_of(answer.claims.begin(), answer.claims.end(), holds);
}

std::string annotated_response(const Answer& answer, bool cites) {
    const std::vector<std::string> cited =
        cites ? distinct_sources(answer) : std::vector<std::string>();
    const std::string_view response = answer.response;
    std::string text;
    std::size_t done = 0;
    for (const Claim& claim : answer.claims) {
        if (claim.begin > claim.end || claim.end < done || claim.end > response.size()) continue;
        text += response.substr(done, claim.end - done);
        text += mark_of(claim, cited);
        done = claim.end;
    }
    text += response.substr(done);
    if (cited.empty()) return text;
    while (text.ends_with('\n')) text.pop_back();
    return text + "\n\n" + sources(answer);
}

std::string sources(const Answer& answer) {
    std::string list;
    std::size_t number = 0;
    for (const std::string& source : distinct_sources(answer)) {
        if (list.empty()) list = "Sources:\n\n";
        list += std::to_string(++number) + ". " + source + "\n";
    }
    return list;
}

}
