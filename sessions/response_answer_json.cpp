#include "sessions/response_answer_json.h"

#include "libagent/chat/kept_answer_json.h"
#include "sessions/answer_text_json.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace askdb::sessions {

std::string answer_text_of(const session::ConversationEvent& response) {
    const Result<Json> metadata = parse_json(response.metadata, "the kept answer");
    if (!metadata) return {};
    Result<chat::Answer> answer = chat::kept_answer_of(metadata.value());
    if (!answer) return {};
    answer.value().response = response.text;
    return answer_text(answer.value());
}

}
