#pragma once

#include "libagent/session/archive.h"

#include <string>
#include <string_view>

namespace askdb::test {

/// A finished turn of the conversation, begun and committed.
int keep_turn(session::SessionArchive& archive, const session::SessionKey& key,
              std::string_view question, std::string_view response,
              std::vector<session::Artifact> artifacts = {});

/// What every archive must do, whatever keeps its conversations; `archive` is empty. Called inside
/// a test case, as one section for each thing that is expected.
void check_archive(session::SessionArchive& archive);

}
