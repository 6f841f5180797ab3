#pragma once

#include "libagent/base/error.h"
#include "libagent/loop/ask.h"
#include "libagent/session/archive.h"

#include <vector>

namespace askdb::loop {

/// Gives a conversation that was kept its results back, so that SQL and the model find them by the
/// handles that they had: the newest ones, 64 MiB in all. For one whose `results` are still empty;
/// turns themselves are loaded by ask(). A file that is damaged, or gone, is told in words, and
/// its handle says that it is no longer kept. Throws as the archive does.
std::vector<Error> resume(Conversation& conversation, session::SessionArchive& archive);

}
