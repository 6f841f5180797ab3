#include "libagent/loop/resume.h"

#include "libagent/loop/kept_results.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::loop {
namespace {

/// Puts the rows that the conversation has files of with numbers above `after` into `results`.
std::vector<Error> restore_kept(Conversation& conversation, session::SessionStore& store,
                                std::size_t after) {
    std::vector<Error> lost;
    const session::SessionKey key = conversation.key();
    std::vector<session::Artifact> artifacts = store.artifacts(key);
    std::erase_if(artifacts, [after](const session::Artifact& artifact) {
        return result_number(artifact.name) <= after;
    });
    for (const session::Artifact* chosen : rows_to_restore(artifacts)) {
        Result<session::Artifact> whole = store.artifact(key, chosen->name);
        if (!whole) {
            lost.push_back(whole.error());
            continue;
        }
        artifacts[static_cast<std::size_t>(chosen - artifacts.data())].bytes =
            std::move(whole.value().bytes);
    }
    restore_results(conversation.results, artifacts);
    return lost;
}

}

std::vector<Error> resume(Conversation& conversation, session::SessionStore& store) {
    std::vector<Error> lost = restore_kept(conversation, store, 0);
    conversation.kept_results = conversation.results.last_number();
    return lost;
}

std::vector<std::string> catch_up(Conversation& conversation, session::SessionStore& store) {
    std::vector<std::string> told;
    if (!store.keeps_artifacts()) return told;
    std::size_t last = 0;
    for (const std::string& name : store.artifact_names(conversation.key()))
        last = std::max(last, result_number(name));
    if (last <= conversation.kept_results) return told;
    for (const auto& [old, now] : conversation.results.rename(conversation.kept_results, last))
        told.push_back(
            fmt::format("your {} is called {} from now on: another askdb has kept a "
                        "result {} in this conversation",
                        old, now, old));
    for (const Error& error : restore_kept(conversation, store, conversation.kept_results))
        told.push_back(error.message);
    conversation.kept_results = last;
    return told;
}

}
