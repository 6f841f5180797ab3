#include "libagent/loop/context.h"

#include <algorithm>
#include <limits>

namespace askdb::loop {
namespace {

/// Until a provider has counted: rows of numbers take more tokens than prose.
constexpr double usual_bytes_per_token = 3;
constexpr double least_bytes_per_token = 1;
constexpr double most_bytes_per_token = 4;
/// The part of the context that an answer may take.
constexpr std::int64_t answer_part = 4;
/// Where so little is left, the request is sent as it is: its provider knows best.
constexpr std::size_t least_context_bytes = 2'000;

}

Context::Context(const TurnLimits& limits, std::size_t offers_bytes)
    : output_tokens_(std::min<std::int64_t>(
          limits.max_output_tokens,
          std::max<std::int64_t>(1,
                                 static_cast<std::int64_t>(limits.context_tokens) / answer_part))),
      input_tokens_(static_cast<double>(limits.context_tokens) -
                    static_cast<double>(output_tokens_)),
      offers_bytes_(offers_bytes),
      bytes_per_token_(usual_bytes_per_token),
      refused_bytes_(std::numeric_limits<std::size_t>::max()) {}

void Context::add_question(chat::Message message) {
    transcript_.question = transcript_.messages.size();
    add(std::move(message));
}

std::size_t Context::most_bytes() const {
    const auto whole = static_cast<std::size_t>(input_tokens_ * bytes_per_token_);
    const std::size_t bytes = whole - std::min(whole, offers_bytes_);
    return std::max(least_context_bytes, std::min(bytes, refused_bytes_));
}

std::span<const chat::Message> Context::fitted() {
    const std::span<const chat::Message> messages = transcript_.messages;
    const std::size_t most = most_bytes();
    if (request_bytes(messages) <= most) return messages;
    // Half of what can be had, so that the requests after this one begin alike: providers cache
    // that.
    const std::size_t fixed =
        request_bytes(messages.first(1)) + request_bytes(messages.subspan(transcript_.question, 1));
    const std::size_t target = fixed + (most - std::min(most, fixed)) / 2;
    compact(transcript_, {.target = std::min(target, most), .most = most});
    return transcript_.messages;
}

void Context::learn(std::span<const chat::Message> sent, std::int64_t input_tokens) {
    if (input_tokens <= 0) return;
    const auto bytes = static_cast<double>(request_bytes(sent) + offers_bytes_);
    bytes_per_token_ = std::clamp(bytes / static_cast<double>(input_tokens), least_bytes_per_token,
                                  most_bytes_per_token);
}

bool Context::halve() {
    const std::size_t before = request_bytes(transcript_.messages);
    refused_bytes_ = before / 2;
    fitted();
    return request_bytes(transcript_.messages) < before;
}

}
