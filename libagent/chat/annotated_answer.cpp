#include "libagent/chat/annotated_answer.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <utility>
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

/// What does not hold, in the words of the response, each once.
std::vector<std::string> distinct_doubts(const Answer& answer) {
    std::vector<std::string> all;
    for (const Claim& claim : answer.claims) {
        const bool is_there = claim.begin < claim.end && claim.end <= answer.response.size();
        if (holds(claim) || !is_there) continue;
        std::string words = answer.response.substr(claim.begin, claim.end - claim.begin);
        std::replace(words.begin(), words.end(), '\n', ' ');
        if (std::find(all.begin(), all.end(), words) == all.end()) all.push_back(std::move(words));
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

std::string notes_below(const Answer& answer, bool cites) {
    constexpr std::size_t most_listed = 20;
    std::string notes;
    std::vector<std::string> doubts = distinct_doubts(answer);
    const std::size_t count = doubts.size();
    if (count > most_listed) doubts.resize(most_listed);
    if (count > 0) notes = "⚠ in doubt: " + join(doubts, ", ");
    if (count > most_listed) notes += " and " + std::to_string(count - most_listed) + " more";
    if (count > 0) notes += '\n';
    const std::string list = cites ? sources(answer) : std::string();
    if (!notes.empty() && !list.empty()) notes += '\n';
    return notes + list;
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
