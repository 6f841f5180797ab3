#include "sessions/answer_text_json.h"

#include "libagent/chat/event_json.h"

#include <nlohmann/json.hpp>

namespace askdb::sessions {

std::string answer_text(const chat::Answer& answer) {
    return dump_json(chat::answer_json(answer));
}

}
