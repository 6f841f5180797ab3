#pragma once

#include "libagent/chat/message.h"
#include "libagent/loop/ask.h"
#include "libagent/loop/compact.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace askdb::loop {

/// The conversation as the model of one turn gets it: always within TurnLimits::context_tokens, as
/// far as system message, question and last step allow.
class Context {
  public:
    /// `offers_bytes`: what the tools take in each request.
    Context(const TurnLimits& limits, std::size_t offers_bytes);

    /// The system message first, then earlier turns.
    void add(chat::Message message) { transcript_.messages.push_back(std::move(message)); }
    /// The question in hand; what is added after it belongs to this turn.
    void add_question(chat::Message message);

    /// What the next request holds, shortened when it has grown too large; valid until the next
    /// call of anything else here.
    std::span<const chat::Message> fitted();

    /// A request for which a provider counted so many tokens: from now on their real size is used.
    void learn(std::span<const chat::Message> sent, std::int64_t input_tokens);

    /// A provider refused what was fitted, for its length: from now on half of that is the most.
    /// False when there was nothing to be left out.
    bool halve();

    std::int64_t max_output_tokens() const { return output_tokens_; }

  private:
    std::size_t most_bytes() const;

    const std::int64_t output_tokens_;
    const double input_tokens_;
    const std::size_t offers_bytes_;
    double bytes_per_token_;
    std::size_t refused_bytes_;  ///< As large as that it may not be.
    Transcript transcript_;
};

}
