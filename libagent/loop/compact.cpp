#include "libagent/loop/compact.h"

#include "libagent/base/text.h"
#include "libagent/loop/fair_share.h"
#include "libagent/loop/shorter_result_json.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::loop {
namespace {

using chat::Message;
using chat::Role;

constexpr std::size_t frame_bytes = 40;  ///< Of a message or a call: role, field names, brackets.
constexpr std::size_t max_note_bytes = 400;
constexpr std::size_t least_result_bytes = 200;
constexpr std::size_t max_flat_text_bytes = 1'000;
constexpr std::size_t max_flat_name_bytes = 100;
constexpr std::size_t max_flat_results = 64;

std::size_t message_bytes(const Message& message) {
    std::size_t bytes = frame_bytes + message.text.size() + message.tool_call_id.size() +
                        message.provider_state.size();
    for (const chat::ToolCall& call : message.tool_calls) {
        bytes += frame_bytes + call.id.size() + call.name.size() + call.arguments.size();
    }
    return bytes;
}

/// One shortening of one transcript. Messages that go are marked first and erased at the end.
class Compaction {
  public:
    Compaction(Transcript& transcript, const CompactSize& size)
        : transcript_(transcript),
          messages_(transcript.messages),
          target_(size.target - std::min(size.target, max_note_bytes)),
          most_(size.most - std::min(size.most, max_note_bytes)),
          bytes_(request_bytes(messages_)),
          gone_(messages_.size()),
          last_step_(messages_.size()) {
        for (std::size_t i = transcript_.question + 1; i < messages_.size(); ++i) {
            if (messages_[i].role == Role::assistant) last_step_ = i;
        }
    }

    void run() {
        shorten_old_results();
        keep_answers_of_turns();
        drop_turns();
        drop_steps();
        shrink_last_results();
        flatten_last_step();
        erase_gone();
        tell_what_is_gone();
    }

  private:
    bool is_small() const { return bytes_ <= target_; }

    void drop(std::size_t index) {
        if (gone_[index]) return;
        bytes_ -= message_bytes(messages_[index]);
        gone_[index] = true;
    }

    void reword(Message& message, std::string text) {
        bytes_ -= message.text.size();
        message.text = std::move(text);
        bytes_ += message.text.size();
    }

    void shorten_old_results() {
        for (std::size_t i = 1; i < last_step_ && !is_small(); ++i) {
            if (messages_[i].role == Role::tool)
                reword(messages_[i], result_line(messages_[i].text));
        }
    }

    /// The first index after `begin`, and at most `end`, of a message in that role.
    std::size_t next(Role role, std::size_t begin, std::size_t end) const {
        std::size_t i = begin + 1;
        while (i < end && messages_[i].role != role) ++i;
        return std::min(i, end);
    }

    void keep_answers_of_turns() {
        const std::size_t end = transcript_.question;
        for (std::size_t turn = 1; turn < end && !is_small();) {
            const std::size_t after = next(Role::user, turn, end);
            for (std::size_t i = turn + 1; i < after; ++i) {
                const bool is_answer = i + 1 == after && messages_[i].role == Role::assistant &&
                                       messages_[i].tool_calls.empty();
                if (!is_answer) drop(i);
            }
            turn = after;
        }
    }

    void drop_turns() {
        const std::size_t end = transcript_.question;
        for (std::size_t turn = 1; turn < end && !is_small();) {
            const std::size_t after = next(Role::user, turn, end);
            for (std::size_t i = turn; i < after; ++i) drop(i);
            ++transcript_.left_out_turns;
            turn = after;
        }
    }

    /// Calls and their results only go together, and with what their provider wants to see again.
    void drop_steps() {
        std::size_t step = next(Role::assistant, transcript_.question, last_step_);
        while (step < last_step_ && !is_small()) {
            const std::size_t after = next(Role::assistant, step, last_step_);
            for (std::size_t i = step; i < after; ++i) drop(i);
            ++transcript_.left_out_steps;
            step = after;
        }
    }

    void shrink_last_results() {
        if (bytes_ <= most_) return;
        std::vector<std::size_t> sizes;
        std::size_t others = bytes_;
        for (std::size_t i = last_step_; i < messages_.size(); ++i) {
            if (messages_[i].role != Role::tool) continue;
            sizes.push_back(messages_[i].text.size());
            others -= sizes.back();
        }
        const std::size_t room = most_ - std::min(most_, others);
        const std::size_t share = std::max(least_result_bytes, fair_share(sizes, room));
        for (std::size_t i = last_step_; i < messages_.size(); ++i) {
            Message& message = messages_[i];
            if (message.role == Role::tool) reword(message, shorter_result(message.text, share));
        }
    }

    /// Calls that are too large to repeat become words of the assistant's, and their results words
    /// of the user's: no provider takes a call without its result, or the reverse.
    void flatten_last_step() {
        if (bytes_ <= most_ || last_step_ == messages_.size()) return;
        Message& asked = messages_[last_step_];
        if (asked.tool_calls.empty()) return;
        std::string results = "What the tools said to calls that are too long to repeat:";
        std::size_t call = 0;
        for (std::size_t i = last_step_ + 1; i < messages_.size(); ++i) {
            if (messages_[i].role != Role::tool) continue;
            if (call < std::min(max_flat_results, asked.tool_calls.size())) {
                results += fmt::format(
                    "\n{}: {}",
                    visible(clipped(asked.tool_calls[call++].name, max_flat_name_bytes)),
                    clipped(messages_[i].text, least_result_bytes));
            }
            drop(i);
        }
        bytes_ -= message_bytes(asked);
        asked = {.role = Role::assistant,
                 .text = asked.text.empty() ? "(calls of tools)"
                                            : clipped(asked.text, max_flat_text_bytes)};
        bytes_ += message_bytes(asked);
        messages_.push_back({.role = Role::user, .text = std::move(results)});
        gone_.push_back(false);
    }

    void erase_gone() {
        std::size_t kept = 0;
        std::size_t question = transcript_.question;
        for (std::size_t i = 0; i < messages_.size(); ++i) {
            if (i == transcript_.question) question = kept;
            if (gone_[i]) continue;
            if (kept != i) messages_[kept] = std::move(messages_[i]);
            ++kept;
        }
        messages_.resize(kept);
        transcript_.question = question;
    }

    void tell_what_is_gone() {
        std::string note;
        const auto [text, old_note] = std::pair(&messages_.front().text, transcript_.note.size());
        if (transcript_.left_out_turns + transcript_.left_out_steps > 0) {
            note = fmt::format(
                "\nTo save space the oldest part of the conversation is left out: {} earlier "
                "turns, {} steps of this turn. Their results keep their handles; query_results "
                "reads them.\n",
                transcript_.left_out_turns, transcript_.left_out_steps);
        }
        text->resize(text->size() - old_note);
        *text += note;
        transcript_.note = std::move(note);
    }

    Transcript& transcript_;
    std::vector<Message>& messages_;
    const std::size_t target_;
    const std::size_t most_;
    std::size_t bytes_;
    std::vector<bool> gone_;
    std::size_t last_step_;  ///< Index of the assistant's last message of this turn; none: the end.
};

}

std::size_t request_bytes(std::span<const Message> messages) {
    std::size_t bytes = 0;
    for (const Message& message : messages) bytes += message_bytes(message);
    return bytes;
}

void compact(Transcript& transcript, const CompactSize& size) {
    Compaction(transcript, size).run();
}

}
