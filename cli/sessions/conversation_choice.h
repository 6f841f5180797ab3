#pragma once

#include "cli/command.h"
#include "libagent/session/archive.h"

namespace askdb::cli {

/// The conversation that a run goes on with, or begins.
struct ChosenConversation {
    session::SessionKey key;
    bool is_resumed = false;  ///< It has turns: their results are to be had again.
};

/// Whether --continue, --resume or --session say which conversation it is to be: then a store that
/// cannot be used ends the run, where otherwise the conversation would just not be kept.
bool names_conversation(const Args& args);

/// By --continue, --resume and --session of the command line, a new one without them. --resume
/// without an id lets a person choose on the terminal. Throws Failure(usage) for an id that there
/// is not (with the nearest), for none to go on with, and where nobody is there to choose; Stopped
/// when the person leaves.
ChosenConversation choose_conversation(const CommandContext& context,
                                       session::SessionArchive& archive);

}
