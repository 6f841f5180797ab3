#include "libagent/models/answer_stream.h"

#include "libagent/base/text.h"

#include <nlohmann/json.hpp>

namespace askdb::models {
namespace {

constexpr std::size_t longest_answer = 8u << 20;
constexpr std::size_t longest_json_body = 16u << 20;

Failure answer_cut_off() {
    return Failure(
        Error{.code = Errc::model, .message = "the model's answer was cut off", .retryable = true});
}

}

std::string AnswerStream::feed(std::string_view bytes) {
    const std::size_t before = text_.size();
    if (shape_ == Shape::unknown) recognise(bytes);
    if (shape_ == Shape::json) {
        if (body_.size() + bytes.size() > longest_json_body) {
            throw Failure(Error{Errc::model, "the model server's answer is larger than 16 MiB"});
        }
        body_ += bytes;
        return {};
    }
    for (const net::SseEvent& event : events_.feed(bytes)) {
        if (is_over()) break;
        take_event(event);
    }
    return text_.substr(before);
}

/// No event of a stream can begin like JSON or HTML, so the first byte that is no space tells.
void AnswerStream::recognise(std::string_view bytes) {
    const std::string_view text = trim(bytes);
    if (text.empty()) return;  // Blank lines mean nothing to events and JSON alike.
    const char first = text.front();
    if (first == '<') {
        throw Failure(Error{Errc::model,
                            "the model server sent a web page instead of an answer (is the base "
                            "URL right?)"});
    }
    shape_ = first == '{' || first == '[' ? Shape::json : Shape::events;
}

void AnswerStream::check_answer_size(std::size_t more_bytes) const {
    if (text_.size() + more_bytes <= longest_answer) return;
    throw Failure(Error{Errc::model, "the model's answer is larger than 8 MiB"});
}

Failure AnswerStream::not_understood(const std::string& what) {
    return Failure(Error{.code = Errc::model,
                         .message = "the model server's answer is not understood: " + what,
                         .retryable = true});
}

void AnswerStream::read_object() {
    const Result<Json> parsed = parse_json(body_, "the body");
    if (!parsed) throw answer_cut_off();
    const Json& json = parsed.value();
    // Google wraps errors into a list of one.
    take_object(json.is_array() && !json.empty() ? json.front() : json);
}

ModelReply AnswerStream::finish() {
    if (shape_ == Shape::json) read_object();
    if (!is_whole()) throw answer_cut_off();
    return take_reply();
}

}
