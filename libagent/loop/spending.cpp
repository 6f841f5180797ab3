#include "libagent/loop/spending.h"

namespace askdb::loop {
namespace {

constexpr std::int64_t bytes_per_estimated_token = 4;

std::size_t calls_bytes(const std::vector<chat::ToolCall>& calls) {
    std::size_t bytes = 0;
    for (const chat::ToolCall& call : calls) bytes += call.name.size() + call.arguments.size();
    return bytes;
}

/// What a request most likely cost whose server does not say.
std::int64_t estimated_tokens(std::span<const chat::Message> sent,
                              const models::ModelReply& reply) {
    std::size_t bytes = reply.text.size() + calls_bytes(reply.tool_calls);
    for (const chat::Message& message : sent) {
        bytes += message.text.size() + calls_bytes(message.tool_calls);
    }
    return static_cast<std::int64_t>(bytes) / bytes_per_estimated_token;
}

}

void Spending::add(const models::ModelReply& reply, std::span<const chat::Message> sent) {
    ++requests_;
    usage_ += reply.usage;
    if (reply.usage.total() <= 0) unreported_tokens_ += estimated_tokens(sent, reply);
    priced_ = true;
    unpriced_ = unpriced_ || !reply.cost_usd;
    known_cost_ += reply.cost_usd.value_or(0);
}

std::optional<double> Spending::cost_usd() const {
    if (unpriced_ || !priced_) return std::nullopt;
    return known_cost_;
}

std::string_view Spending::used_up(const TurnLimits& limits) const {
    if (usage_.total() + unreported_tokens_ >= limits.max_tokens) return "max_tokens";
    if (known_cost_ >= limits.max_cost_usd) return "max_cost_usd";
    return {};
}

TurnLimits Spending::left_of(TurnLimits limits) const {
    limits.max_tokens -= usage_.total() + unreported_tokens_;
    limits.max_cost_usd -= known_cost_;
    limits.max_steps -= requests_;
    return limits;
}

}
