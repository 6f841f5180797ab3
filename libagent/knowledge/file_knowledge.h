#pragma once

#include "libagent/knowledge/folder.h"
#include "libagent/knowledge/knowledge.h"

#include <memory>
#include <vector>

namespace askdb::knowledge {

/// What the folders hold, in their order: read at the first question, and anew when a file has
/// changed. A verified query that a correction of the same question calls wrong is left out.
std::unique_ptr<Knowledge> make_file_knowledge(std::vector<Folder> folders);

}
