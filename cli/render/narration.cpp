#include "cli/render/narration.h"

#include "libagent/loop/turn_place.h"

#include <fmt/format.h>

namespace askdb::cli {

void Narration::receive(const chat::Event& event) {
    const std::string asking = "asking " + model_;
    if (std::holds_alternative<chat::SessionStarted>(event)) progress_.show(asking);
    if (const auto* started = std::get_if<chat::ToolStarted>(&event))
        progress_.show(started->message);
    if (const auto* finished = std::get_if<chat::ToolFinished>(&event)) {
        if (verbose_) tell_step(messages_, finished->step);
        if (!finished->step.touched.empty()) messages_.say("committed: " + finished->step.touched);
        progress_.show(asking);
    }
    if (const auto* warning = std::get_if<chat::Warning>(&event))
        if (warning->check == loop::waiting_check) messages_.say(warning->message, Tone::dim);
    const bool over = std::holds_alternative<chat::Completed>(event) ||
                      std::holds_alternative<chat::Failed>(event);
    if (over) progress_.hide();
}

void tell_step(Messages& messages, const chat::Step& step) {
    if (!step.sql.empty()) messages.say(step.sql, Tone::dim);
    std::string line = step.tool;
    if (!step.handle.empty()) line += " " + step.handle;
    if (step.rows)
        line += fmt::format(": {} row{}{}", *step.rows, *step.rows == 1 ? "" : "s",
                            step.truncated ? ", cut" : "");
    line += fmt::format(", {:.1f} ms", step.milliseconds);
    if (!step.error.empty()) line += ": " + step.error;
    messages.say(line, step.error.empty() ? Tone::dim : Tone::warning);
}

std::string turn_summary(const chat::Answer& answer) {
    const chat::Usage& usage = answer.usage;
    std::string tokens = fmt::format("{} + {} tokens", usage.input_tokens, usage.output_tokens);
    if (usage.cached_input_tokens > 0)
        tokens += fmt::format(" ({} cached)", usage.cached_input_tokens);
    if (answer.cost_usd) tokens += fmt::format(", ${:.4f}", *answer.cost_usd);
    return fmt::format("{}: {} tool call{}, {}, model {:.0f} ms, SQL {:.0f} ms, {:.0f} ms in all",
                       answer.model, answer.workflow.size(), answer.workflow.size() == 1 ? "" : "s",
                       tokens, answer.model_ms, answer.sql_ms, answer.total_ms);
}

}
