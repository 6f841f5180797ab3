#pragma once

#include "cli/args.h"
#include "cli/environment.h"
#include "libagent/knowledge/folder.h"

#include <vector>

namespace askdb::cli {

/// The folders of what people have taught: `knowledge/` beside the user's configuration file, where
/// there can be one, then `./knowledge` where a project's file is in force. A folder need not be
/// there. None beside a configuration that is no file (`--config /dev/null`).
std::vector<knowledge::Folder> knowledge_folders(const Args& args, const Environment& environment);

}
