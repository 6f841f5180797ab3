#pragma once

#include "libagent/chat/message.h"
#include "libagent/loop/ask.h"
#include "libagent/models/model.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace askdb::loop {

/// What the requests of one turn have taken: tokens and money.
class Spending {
  public:
    /// A reply, and the messages that it answers: tokens are estimated where no server counts.
    void add(const models::ModelReply& reply, std::span<const chat::Message> sent);

    const chat::Usage& usage() const { return usage_; }
    /// In USD; what is partly unknown is unknown.
    std::optional<double> cost_usd() const;
    /// Whether a request was made whose price nobody knows.
    bool has_unpriced() const { return unpriced_; }

    /// The limit that is used up ("max_tokens", "max_cost_usd"), or nothing. Requests without a
    /// price cost nothing here.
    std::string_view used_up(const TurnLimits& limits) const;

    /// The limits for what comes after: what is left of the tokens, the money and the requests.
    TurnLimits left_of(TurnLimits limits) const;

  private:
    chat::Usage usage_;
    std::int64_t unreported_tokens_ = 0;  ///< Estimated, beside usage_.
    double known_cost_ = 0;
    int requests_ = 0;
    bool priced_ = false;
    bool unpriced_ = false;
};

}
