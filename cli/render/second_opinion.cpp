#include "cli/render/second_opinion.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::cli {

std::string opinion_line(const chat::SecondOpinion& opinion) {
    if (opinion.verdict == "agrees")
        return fmt::format("'{}' agrees: asked again, it found the same", opinion.model);
    if (opinion.verdict == "differs") return {};
    return fmt::format("no second opinion of '{}': {}", opinion.model, opinion.reason);
}

std::string differing_statements(const chat::Answer& answer) {
    if (!answer.second_opinion || answer.second_opinion->verdict != "differs") return {};
    std::string_view own;
    for (const chat::Step& step : answer.workflow) {
        if (step.handle == answer.handle && step.error.empty()) own = step.sql;
    }
    const chat::SecondOpinion& opinion = *answer.second_opinion;
    return fmt::format("here, by '{}':\n{}\nthere, by '{}':\n{}", answer.model, trim(own),
                       opinion.model, trim(opinion.sql));
}

std::vector<OpinionLine> opinion_lines(const chat::Answer& answer, bool quiet,
                                       std::string_view whose) {
    if (!answer.second_opinion) return {};
    const bool agrees = answer.second_opinion->verdict == "agrees";
    if (agrees && quiet) return {};
    std::vector<OpinionLine> lines;
    if (const std::string line = opinion_line(*answer.second_opinion); !line.empty())
        lines.push_back({fmt::format("{}{}{}", agrees ? "" : "⚠ ", whose, line),
                         agrees ? Tone::dim : Tone::warning});
    if (std::string both = differing_statements(answer); !both.empty())
        lines.push_back({std::move(both), Tone::dim});
    return lines;
}

}
