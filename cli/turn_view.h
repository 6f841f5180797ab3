#pragma once

#include "cli/command.h"
#include "cli/model_choice.h"
#include "cli/render/progress.h"
#include "libagent/base/result.h"
#include "libagent/chat/event.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

/// What shows the words of an answer on stdout: as they come on a terminal, else at the end.
std::unique_ptr<chat::EventSink> make_text_view(const CommandContext& context, Progress& progress);

/// Tells which model answers, where that is worth a line.
void announce(const CommandContext& context, const ModelChoice& choice);

/// The statement of a turn that was asked for nothing else, as it may be printed on stdout;
/// Errc::no_answer when there is none.
Result<std::string> printable_statement(const CommandContext& context, const chat::Answer& answer);

/// The warnings of the turn, without what `told_cut` has said: that the last result was cut.
/// `whose` begins each: nothing, or "question 7: ".
void tell_warnings(const CommandContext& context, const chat::Answer& answer, bool told_cut,
                   std::string_view whose = {});

/// Why an answer that is there is no success: a limit ended it, or it had to pass all checks and
/// fails one. Nothing when it is.
std::optional<Error> what_is_wrong(const chat::Answer& answer);

/// What a second model made of the question, where one was asked: one line, or, where the two
/// differ (the warnings say how), both statements.
void tell_second_opinion(const CommandContext& context, const chat::Answer& answer,
                         std::string_view whose = {});

/// What is to be said once stdout has all that belongs there. Gives the exit code.
int tell_end(const CommandContext& context, const chat::Answer& answer,
             std::string_view whose = {});

}
