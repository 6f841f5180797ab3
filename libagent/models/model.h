#pragma once

#include "libagent/chat/message.h"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::models {

/// A tool as the model sees it. The views live as long as the program (or the request).
struct ToolOffer {
    std::string_view name;
    std::string_view summary;
    std::string_view schema;  ///< JSON Schema text of the arguments.
};

/// A text in the messages of a request that may quote values of the data, although no tool told it:
/// words of checks, answers that values were filled into.
struct QuotingText {
    std::string_view source;  ///< "(remark)" or "(answer)"; lives as long as the program.
    std::string text;
};

struct ModelRequest {
    std::span<const chat::Message> messages = {};  ///< The system message first.
    std::span<const ToolOffer> tools = {};
    std::int64_t max_output_tokens = 4096;
    std::string_view conversation = {};  ///< Its id, for who notes what is sent; may be empty.
    /// For the same: what messages may quote; some of it may not stand in them any more.
    std::span<const QuotingText> quoting = {};
};

enum class FinishReason { stop, tool_calls, length, content_filter };

struct ModelReply {
    std::string text = {};
    std::vector<chat::ToolCall> tool_calls = {};  ///< Ids are unique and never empty.
    FinishReason finish_reason = FinishReason::stop;
    chat::Usage usage = {};
    bool abstained = false;        ///< `text` says why there is no answer.
    std::string refusal = {};      ///< FinishReason::content_filter: the provider's words, or none.
    std::string finish_word = {};  ///< The provider's own word for finish_reason: "end_turn".
    std::string provider_state = {};  ///< For chat::Message::provider_state.
    std::string answered_by = {};     ///< Model::name() of the one that stood in; empty: none did.
    std::optional<double> cost_usd = {};  ///< What the provider charges, where the price is known.
};

/// Receives the answer's text as it streams. Called by the thread that called complete().
class TextSink {
  public:
    virtual ~TextSink() = default;
    virtual void on_text(std::string_view text) = 0;
};

/// One language model (or the built-in planner). Immutable after wiring; any thread may call it.
class Model {
  public:
    virtual ~Model() = default;

    /// As a person chose it: "openai:gpt-4o", "offline".
    virtual std::string name() const = 0;

    /// One answer to one conversation. Blocks; text goes to `sink` as it comes and is whole in the
    /// reply. Throws Failure(model) when the provider fails or the stream ends early
    /// (Error::retryable and retry_after say what may help), Stopped within 200 ms of a stop.
    virtual ModelReply complete(const ModelRequest& request, TextSink& sink,
                                std::stop_token stop) const = 0;

    /// Whether it may answer otherwise when it is told what is wrong with its answer.
    virtual bool reconsiders() const { return true; }
};

}
