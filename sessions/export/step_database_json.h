#pragma once

#include "libagent/chat/event.h"

#include <string>

namespace askdb::sessions {

/// The database that the step's rows were read in, as its receipt says; else the one that the model
/// named when it made the step; empty when it named none.
std::string database_of_step(const chat::Step& step);

}
