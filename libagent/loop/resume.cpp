#include "libagent/loop/resume.h"

#include "libagent/loop/kept_results.h"

namespace askdb::loop {

std::vector<Error> resume(Conversation& conversation, session::SessionArchive& archive) {
    std::vector<Error> lost;
    const session::SessionKey key = conversation.key();
    std::vector<session::Artifact> artifacts = archive.artifacts(key);
    for (const session::Artifact* chosen : rows_to_restore(artifacts)) {
        Result<session::Artifact> whole = archive.artifact(key, chosen->name);
        if (!whole) {
            lost.push_back(whole.error());
            continue;
        }
        artifacts[static_cast<std::size_t>(chosen - artifacts.data())].bytes =
            std::move(whole.value().bytes);
    }
    restore_results(conversation.results, artifacts);
    conversation.kept_results = conversation.results.last_number();
    return lost;
}

}
