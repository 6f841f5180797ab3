#pragma once

#include "libagent/base/error.h"
#include "libagent/base/json.h"
#include "libagent/models/model.h"
#include "libagent/net/sse_parser.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::models {

/// Puts one answer together from the bytes of its body, however they are cut: a stream of events,
/// or the one JSON object that was asked for, or that some servers send although a stream was.
/// Pure; for one answer each. A wire format says what events and object mean.
class AnswerStream {
  public:
    virtual ~AnswerStream() = default;

    /// The text that `bytes` added to the answer. Throws Failure(model) when the server reports an
    /// error, sends what is not understood (both perhaps retryable), or more than 8 MiB of answer
    /// (not).
    std::string feed(std::string_view bytes);

    /// Whether the server said that the answer is whole; only its usage may still be missing.
    virtual bool is_whole() const = 0;

    /// Whether the protocol says that nothing more comes.
    virtual bool is_over() const = 0;

    /// The answer, to be called once, after the last byte. Throws Failure(model, retryable) when
    /// the answer was cut off: what came is never taken for an answer.
    ModelReply finish();

  protected:
    virtual void take_event(const net::SseEvent& event) = 0;
    /// An answer that did not stream; afterwards is_whole() holds.
    virtual void take_object(const Json& answer) = 0;
    virtual ModelReply take_reply() = 0;

    void add_text(std::string_view text) { text_ += text; }
    /// `more_bytes`: of the answer, beside its text.
    void check_answer_size(std::size_t more_bytes) const;
    static Failure not_understood(const std::string& what);

    std::string text_;

  private:
    enum class Shape { unknown, events, json };

    void recognise(std::string_view bytes);
    void read_object();

    Shape shape_ = Shape::unknown;
    net::SseParser events_;
    std::string body_;  ///< All of it, for Shape::json.
};

}
