#pragma once

#include "libagent/base/error.h"
#include "libagent/loop/ask.h"
#include "libagent/session/store.h"

#include <vector>

namespace askdb::loop {

/// Gives a conversation that was kept its results back, so that SQL and the model find them by the
/// handles that they had: the newest ones, 64 MiB in all. For one whose `results` are still empty;
/// turns themselves are loaded by ask(). A file that is damaged, or gone, is told in words, and
/// its handle says that it is no longer kept. Throws as the store does.
std::vector<Error> resume(Conversation& conversation, session::SessionStore& store);

/// For the beginning of a turn, when no other turn of the conversation runs: results that others
/// have kept since are put in here as by resume(), and no handle that was ever kept, not even one
/// of a turn that was taken back, is given away again. Results of one's own that are not kept and
/// are called as such ones get new handles. What a person should know of it is told in words. Costs
/// one small query when nobody else kept anything. Throws as the store does.
std::vector<std::string> catch_up(Conversation& conversation, session::SessionStore& store);

}
