#include "libagent/session/turn_events_json.h"

#include "libagent/base/fields_json.h"
#include "libagent/base/text.h"
#include "libagent/chat/kept_answer_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace askdb::session {
namespace {

using chat::Message;
using chat::Role;

constexpr std::array<std::string_view, 4> role_names = {"system", "user", "assistant", "tool"};

/// Whether the answer's event says all of the message: the usual last one of a turn.
bool is_answer(const Message& message, const chat::Answer& answer) {
    return message.role == Role::assistant && message.tool_calls.empty() &&
           message.text == answer.response;
}

class TurnWriter {
  public:
    explicit TurnWriter(const Turn& turn) : turn_(turn) {}

    std::vector<ConversationEvent> events() {
        std::span<const Message> messages = turn_.messages;
        Json answer = chat::kept_answer_json(turn_.answer);
        add(EventType::user_message, turn_.question, Json());
        if (!messages.empty() && messages.front().role == Role::user) {
            if (messages.front().text != turn_.question) answer["sent"] = messages.front().text;
            messages = messages.subspan(1);
        } else {
            answer["sent"] = false;
        }
        const bool ends_with_answer = !messages.empty() && is_answer(messages.back(), turn_.answer);
        answer["is_last_message"] = ends_with_answer;
        if (ends_with_answer) {
            add_state(answer, messages.back());
            messages = messages.first(messages.size() - 1);
        }
        for (const Message& message : messages) add_message(message);
        add(EventType::agent_response, turn_.answer.response, answer).processing_ms =
            turn_.answer.total_ms;
        return std::move(events_);
    }

  private:
    ConversationEvent& add(EventType type, std::string_view text, const Json& metadata) {
        ConversationEvent event{
            .position = static_cast<int>(events_.size()), .type = type, .text = text_to_keep(text)};
        if (!metadata.is_null()) event.metadata = dump_json(metadata);
        return events_.emplace_back(std::move(event));
    }

    static void add_state(Json& metadata, const Message& message) {
        if (!message.provider_state.empty()) metadata["provider_state"] = message.provider_state;
    }

    void add_message(const Message& message) {
        if (message.role == Role::tool) {
            add_result(message);
        } else if (message.role == Role::assistant && !message.tool_calls.empty()) {
            add_calls(message);
        } else {
            Json metadata = {{"role", role_names[static_cast<std::size_t>(message.role)]}};
            add_state(metadata, message);
            add(EventType::system_event, message.text, metadata);
        }
    }

    /// The first call of a message says how many there are, and what else the message holds.
    void add_calls(const Message& message) {
        for (std::size_t i = 0; i < message.tool_calls.size(); ++i) {
            const chat::ToolCall& call = message.tool_calls[i];
            Json metadata = {{"call_id", call.id}, {"tool", call.name}};
            if (i == 0) {
                metadata["calls"] = message.tool_calls.size();
                if (!message.text.empty()) metadata["text"] = message.text;
                add_state(metadata, message);
            }
            add(EventType::tool_call, call.arguments, metadata);
        }
    }

    /// The n-th result is the n-th step's of the workflow.
    void add_result(const Message& message) {
        Json metadata = {{"call_id", message.tool_call_id}, {"failed", message.failed}};
        ConversationEvent& event = add(EventType::tool_result, message.text, metadata);
        const std::vector<chat::Step>& steps = turn_.answer.workflow;
        if (results_ < steps.size()) event.processing_ms = steps[results_].milliseconds;
        ++results_;
    }

    const Turn& turn_;
    std::vector<ConversationEvent> events_;
    std::size_t results_ = 0;
};

class TurnReader {
  public:
    explicit TurnReader(std::span<const ConversationEvent> events) : events_(events) {}

    Result<Turn> turn() {
        check_order();
        if (error_) return *error_;
        turn_.question = events_.front().text;
        read_answer(events_.back());
        for (const ConversationEvent& event : events_.subspan(1, events_.size() - 2)) {
            if (error_) break;
            read_event(event);
        }
        if (calls_missing_ > 0) fail("a tool call is missing at its end");
        if (error_) return *error_;
        if (last_) turn_.messages.push_back(std::move(*last_));
        return std::move(turn_);
    }

  private:
    void fail(std::string_view why) {
        if (error_) return;
        const int number = events_.empty() ? 0 : events_.front().turn;
        error_ = Error{Errc::bad_input,
                       fmt::format("turn {} of the conversation is damaged: {}", number, why)};
    }

    void check_order() {
        const auto is_one = [](const ConversationEvent& event, EventType type) {
            return event.type == type;
        };
        if (events_.empty() || !is_one(events_.front(), EventType::user_message))
            return fail("it does not begin with a question");
        if (!is_one(events_.back(), EventType::agent_response))
            return fail("it does not end with an answer");
        for (std::size_t i = 0; i < events_.size(); ++i) {
            const ConversationEvent& event = events_[i];
            if (event.turn != events_.front().turn || event.position != static_cast<int>(i))
                return fail(fmt::format("its event {} is missing", i));
            const bool is_inside = i > 0 && i + 1 < events_.size();
            const bool is_end =
                is_one(event, EventType::user_message) || is_one(event, EventType::agent_response);
            if (is_inside && is_end) return fail(fmt::format("its event {} is another's", i));
        }
    }

    /// What `read` makes of the event's metadata.
    template <class Read>
    void with_metadata(const ConversationEvent& event, Read read) {
        const std::string what =
            fmt::format("the metadata of its event {} ({})", event.position, name_of(event.type));
        const Result<Json> json = parse_json(event.metadata.empty() ? "{}" : event.metadata, what);
        if (!json) return fail(json.error().message);
        JsonFields fields(json.value(), what);
        if (fields.ok()) read(fields, json.value());
        if (!fields.ok()) fail(fields.error()->message);
    }

    void read_answer(const ConversationEvent& event) {
        with_metadata(event, [&](JsonFields& fields, const Json& json) {
            Result<chat::Answer> answer = chat::kept_answer_of(json);
            if (!answer) return fields.fail(answer.error());
            turn_.answer = std::move(answer).value();
            turn_.answer.response = event.text;
            const auto sent = json.find("sent");
            const bool was_sent = sent == json.end() || !sent->is_boolean();
            if (was_sent) {
                turn_.messages.push_back(
                    {.role = Role::user,
                     .text = sent == json.end() ? turn_.question : fields.text("sent")});
            }
            if (!fields.boolean("is_last_message")) return;
            last_ = Message{.role = Role::assistant,
                            .text = event.text,
                            .provider_state = fields.text_or_empty("provider_state")};
        });
    }

    void read_event(const ConversationEvent& event) {
        with_metadata(event, [&](JsonFields& fields, const Json&) {
            if (event.type == EventType::tool_call) return read_call(event, fields);
            if (calls_missing_ > 0) return fail("a tool call is missing");
            if (event.type == EventType::tool_result) return read_result(event, fields);
            read_other(event, fields);
        });
    }

    void read_call(const ConversationEvent& event, JsonFields& fields) {
        const std::size_t calls = fields.count_or_nothing("calls").value_or(0);
        if ((calls == 0) == (calls_missing_ == 0)) return fail("a tool call is missing");
        if (calls > 0) {
            turn_.messages.push_back({.role = Role::assistant,
                                      .text = fields.text_or_empty("text"),
                                      .provider_state = fields.text_or_empty("provider_state")});
            calls_missing_ = calls;
        }
        turn_.messages.back().tool_calls.push_back(
            {fields.text("call_id"), fields.text("tool"), event.text});
        --calls_missing_;
    }

    void read_result(const ConversationEvent& event, JsonFields& fields) {
        turn_.messages.push_back({.role = Role::tool,
                                  .text = event.text,
                                  .tool_call_id = fields.text("call_id"),
                                  .failed = fields.boolean("failed")});
    }

    void read_other(const ConversationEvent& event, JsonFields& fields) {
        const std::string role = fields.text_or_empty("role");
        const auto found = std::find(role_names.begin(), role_names.end(), role);
        if (role.empty()) return;
        if (found == role_names.end())
            return fields.fail({Errc::bad_input, fmt::format("its role '{}' is unknown", role)});
        turn_.messages.push_back({.role = static_cast<Role>(found - role_names.begin()),
                                  .text = event.text,
                                  .provider_state = fields.text_or_empty("provider_state")});
    }

    const std::span<const ConversationEvent> events_;
    Turn turn_;
    std::optional<Message> last_;  ///< The message that is the answer.
    std::size_t calls_missing_ = 0;
    std::optional<Error> error_;
};

}

std::string text_to_keep(std::string_view text) {
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    std::string kept = valid_utf8(text);
    for (std::size_t at = 0; (at = kept.find('\0', at)) != std::string::npos;)
        kept.replace(at, 1, replacement);
    return kept;
}

std::vector<ConversationEvent> events_of(const Turn& turn) {
    return TurnWriter(turn).events();
}

Result<Turn> turn_of(std::span<const ConversationEvent> events) {
    return TurnReader(events).turn();
}

}
