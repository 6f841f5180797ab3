#include "libagent/base/text.h"
#include "libagent/loop/ask_turn.h"
#include "libagent/loop/kept_results.h"
#include "libagent/loop/results_so_far.h"

#include <fmt/format.h>

#include <utility>

namespace askdb::loop {

Error error_of(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const Failure& failure) {
        return failure.error();
    } catch (const Stopped&) {
        return {Errc::no_answer, "stopped"};
    } catch (const std::exception& other) {
        return {Errc::no_answer, fmt::format("the turn broke off: {}", other.what())};
    } catch (...) {
        return {Errc::no_answer, "the turn broke off"};
    }
}

void Turn::accept(const models::ModelReply& reply) {
    if (reply.finish_reason == models::FinishReason::content_filter) {
        throw Failure({Errc::model, reply.refusal.empty()
                                        ? "the provider's content filter stopped the answer"
                                        : "the model refused to answer: " + reply.refusal});
    }
    if (reply.abstained && !refused_for_rows_) throw Failure({Errc::no_answer, reply.text});
    answer_.response = reply.text;
    if (refused_for_rows_) answer_.stopped_by = "max_estimated_rows";
    fill_answer();
    if (reply.finish_reason == models::FinishReason::length) {
        answer_.stopped_by = "max_output_tokens";
        warn({"model", "the answer was cut at the model's limit of output tokens"});
    }
    keep({.role = chat::Role::assistant, .text = written_answer()});
}

/// Puts values in the places that the model left for them. It may do so also where it sees them: it
/// reads what it, or a tool, said when it did not.
void Turn::fill_answer() {
    answer_.as_written.clear();
    unknown_places_.clear();
    FilledText filled =
        fill_template(answer_.response, conversation_.results, agent_.limits.head_rows);
    unknown_places_ = std::move(filled.unknown);
    if (filled.text == answer_.response) return;
    answer_.as_written = std::exchange(answer_.response, std::move(filled.text));
}

/// What later models get to see.
const std::string& Turn::written_answer() const {
    return answer_.as_written.empty() ? answer_.response : answer_.as_written;
}

/// Ends the turn with the best that there is: one last request without tools where that is still
/// within the limits, else a plain account of the results. An answer that is there is better.
void Turn::stop_at(std::string limit) {
    if (sent_back_) return take_back(limit);
    answer_.stopped_by = std::move(limit);
    agent_.log.info("limit reached", {{"limit", answer_.stopped_by}});
    const bool may_ask =
        spending_.used_up(agent_.limits).empty() && answer_.stopped_by != "max_time";
    answer_.response = may_ask ? last_words() : std::string();
    fill_answer();
    if (trim(answer_.response).empty()) {
        stream_.withdraw(answer_.stopped_by);
        answer_.response =
            results_so_far(answer_.stopped_by, answer_.workflow, conversation_.results);
        if (!agent_.sharing.is_full())
            answer_.as_written = results_so_far(answer_.stopped_by, answer_.workflow, {});
        sink_.receive(chat::Token{answer_.response});
    }
    keep({.role = chat::Role::assistant, .text = written_answer()});
}

/// What the model makes of the results when it can call no tool any more; empty when it fails.
std::string Turn::last_words() {
    try {
        models::ModelReply reply = ask_model(false);
        return reply.abstained ? std::string() : std::move(reply.text);
    } catch (const Failure& failure) {
        agent_.log.warning("no last answer", {{"why", failure.error().message}});
        return {};
    }
}

void Turn::warn(chat::Warning warning) {
    sink_.receive(warning);
    answer_.warnings.push_back(std::move(warning));
}

void Turn::note_cut_results() {
    const bool is_earlier = sent_back_ && sent_back_->counts;
    const std::size_t steps = is_earlier ? sent_back_->steps : answer_.workflow.size();
    for (std::size_t i = 0; i < answer_.workflow.size(); ++i) {
        const chat::Step& step = answer_.workflow[i];
        if (!step.handle.empty() && i < steps) answer_.handle = step.handle;
        if (!step.truncated) continue;
        answer_.truncated = true;
        warn({"truncation", fmt::format("{} holds only the first {} rows; more were there",
                                        step.handle, *step.rows)});
    }
}

void Turn::finish() {
    note_cut_results();
    check_answer();
    double_check();
    answer_.total_ms = clock_.elapsed_ms();
    const session::SessionKey key = conversation_.key();
    const session::Turn turn{std::string(question_.text), std::move(added_), answer_, artifacts()};
    agent_.sessions.commit_turn(key, number_, turn);
    number_ = 0;
    if (!agent_.sessions.keeps_artifacts()) return;
    for (const session::Artifact& kept : turn.artifacts) {
        saved_.push_back({kept.kind, kept.name, agent_.sessions.artifact_path(key, kept.name)});
    }
    conversation_.kept_results = conversation_.results.last_number();
}

std::vector<session::Artifact> Turn::artifacts() const {
    if (!agent_.sessions.keeps_artifacts()) return {};
    return kept_results(conversation_.results, conversation_.kept_results);
}

}
