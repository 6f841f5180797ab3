#pragma once

#include "libagent/chat/message.h"
#include "libagent/results/result_store.h"
#include "libagent/session/store.h"
#include "libagent/tools/tool.h"

#include <stop_token>
#include <vector>

namespace askdb::loop {

/// The messages of an earlier turn as a model may see them now. Where everything is shared, its
/// answer is told as the person read it, with its values. Else a turn that was made when no more
/// was shared is told as it was, its answer as the model wrote it. Of another one stay the question
/// (without texts that came along) and the statements, without their texts and numbers; its results
/// are told anew by what is shared now, all else that tools said is left out, and so is the answer.
/// What a person typed as SQL stays whole. Throws Stopped.
std::vector<chat::Message> earlier_messages(session::Turn turn, const tools::ViewSources& sources,
                                            const std::stop_token& stop);

}
