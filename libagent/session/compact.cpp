#include "libagent/session/compact.h"

#include "libagent/session/compaction_json.h"

#include <algorithm>

namespace askdb::session {
namespace {

std::size_t bytes_of_messages(const std::vector<Turn>& turns) {
    std::size_t bytes = 0;
    for (const Turn& turn : turns) {
        for (const chat::Message& message : turn.messages) {
            bytes += message.text.size() + message.provider_state.size();
            for (const chat::ToolCall& call : message.tool_calls)
                bytes += call.name.size() + call.arguments.size();
        }
    }
    return bytes;
}

}

Compaction compact(SessionArchive& archive, const SessionKey& key) {
    const std::vector<Turn> before = archive.load(key);
    if (before.empty()) return {};
    int newest = 0;
    const Transcript transcript = archive.transcript(key).value_or_throw();
    for (const KeptTurn& turn : transcript.turns) newest = std::max(newest, turn.number);
    archive.note(key, compacted_note, compacted_metadata(newest));
    return {.turns = before.size(),
            .bytes_before = bytes_of_messages(before),
            .bytes_after = bytes_of_messages(archive.load(key))};
}

}
