#include "libagent/base/text.h"
#include "libagent/loop/ask_turn.h"
#include "libagent/loop/second_opinion.h"
#include "libagent/loop/step.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace askdb::loop {
namespace {

constexpr std::string_view answer_now =
    "A limit was reached: no tool can be called any more. Answer now with what the results above "
    "show, and "
    "say what is missing.";
constexpr std::string_view too_long_hint =
    "set the limit context_tokens to what the model can read";

}

/// One reply. A request that its provider finds too long is shortened and made once more.
models::ModelReply Turn::ask_model(bool with_tools) {
    for (bool again = false;; again = true) {
        try {
            return request(with_tools);
        } catch (const Failure& failure) {
            Error error = failure.error();
            if (!error.too_long) throw;
            if (again || !context_.halve()) {
                if (error.hint.empty()) error.hint = too_long_hint;
                throw Failure(std::move(error));
            }
            agent_.log.info("conversation shortened", {{"because", error.message}});
        }
        stream_.withdraw("too_long");
    }
}

/// Without tools, the model is told that it must answer now; nobody else shall see that.
models::ModelReply Turn::request(bool with_tools) {
    const double before = clock_.elapsed_ms();
    std::span<const chat::Message> messages = context_.fitted();
    std::vector<chat::Message> last_request;
    if (!with_tools) {
        last_request.assign(messages.begin(), messages.end());
        last_request.push_back({.role = chat::Role::user, .text = std::string(answer_now)});
        messages = last_request;
    }
    stream_.fill_from(conversation_.results, agent_.limits.head_rows);
    models::ModelReply reply = agent_.model.complete(
        {.messages = messages,
         .tools = with_tools ? tools_.offers() : std::span<const models::ToolOffer>{},
         .max_output_tokens = context_.max_output_tokens(),
         .conversation = conversation_.session_id,
         .quoting = quoting_},
        stream_, clock_.token());
    stream_.finish();
    answer_.model_ms += clock_.elapsed_ms() - before;
    if (with_tools) context_.learn(messages, reply.usage.input_tokens);
    note_cost(reply, messages);
    note_who_answered(reply);
    if (!with_tools) reply.tool_calls.clear();
    const bool is_answer = reply.tool_calls.empty() && !trim(reply.text).empty();
    if (!is_answer) stream_.withdraw("tool_calls");
    return reply;
}

void Turn::note_cost(const models::ModelReply& reply, std::span<const chat::Message> sent) {
    spending_.add(reply, sent);
    answer_.usage = spending_.usage();
    answer_.cost_usd = spending_.cost_usd();
    const bool is_limited = std::isfinite(agent_.limits.max_cost_usd);
    if (!is_limited || !spending_.has_unpriced() || told_of_unknown_price_) return;
    told_of_unknown_price_ = true;
    warn({"cost", fmt::format("max_cost_usd cannot limit this turn: what '{}' costs is not known",
                              reply.answered_by.empty() ? answer_.model : reply.answered_by)});
}

void Turn::note_who_answered(const models::ModelReply& reply) {
    if (reply.answered_by.empty() || reply.answered_by == answer_.model) return;
    warn({"model",
          fmt::format("'{}' answered because '{}' failed", reply.answered_by, answer_.model)});
    answer_.model = reply.answered_by;
}

/// A statement that ran makes good what was refused before it.
void Turn::note_estimates(const StepOutcome& outcome) {
    refused_for_rows_ =
        !outcome.any_statement_ran && (refused_for_rows_ || outcome.any_refused_for_rows);
    if (outcome.unlimited_rows.empty() || told_of_no_estimate_) return;
    told_of_no_estimate_ = true;
    warn({"estimate", outcome.unlimited_rows});
}

/// The answer as a second model gives it. SQL alone has no rows that could be compared.
void Turn::double_check() {
    if (agent_.second_model == nullptr || question_.sql_only) return;
    SecondTurn second =
        ask_again({agent_, conversation_, question_, sink_, clock_, answer_}, spending_);
    answer_.usage = spending_.usage();
    answer_.cost_usd = spending_.cost_usd();
    answer_.model_ms += second.model_ms;
    answer_.sql_ms += second.sql_ms;
    for (chat::Warning& warning : second.warnings) {
        const bool is_told =
            std::any_of(answer_.warnings.begin(), answer_.warnings.end(),
                        [&](const auto& told) { return told.check == warning.check; });
        if (!is_told) warn(std::move(warning));
    }
    const chat::SecondOpinion& opinion = answer_.second_opinion.emplace(std::move(second.opinion));
    if (opinion.verdict != "differs") return;
    warn({"second_opinion",
          fmt::format("the second opinion of '{}' differs: {}", opinion.model, opinion.reason)});
    if (agent_.is_strict) answer_.failed_checks.emplace_back("second_opinion");
}

}
