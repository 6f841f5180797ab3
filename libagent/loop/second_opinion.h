#pragma once

#include "libagent/loop/ask.h"
#include "libagent/loop/spending.h"
#include "libagent/loop/turn_clock.h"

#include <vector>

namespace askdb::loop {

/// A turn whose answer is there, and not yet stored; borrowed. Its agent has a second model.
struct AnsweredTurn {
    const Agent& agent;
    const Conversation& conversation;
    const Question& question;
    chat::EventSink& sink;
    const TurnClock& clock;
    const chat::Answer& answer;
};

/// What came of asking again, and what that took beside what `spending` was told.
struct SecondTurn {
    chat::SecondOpinion opinion = {};
    std::vector<chat::Warning> warnings = {};  ///< Of limits that could not hold.
    double model_ms = 0;
    double sql_ms = 0;
};

/// Has Agent::second_model answer the question of the turn, blind: with the same earlier turns and
/// the results of these (the newest, 64 MiB in all), the same tools but for those that change
/// something, and what the turn has left of its limits; without the first answer, its results, and
/// anybody to stream to. Then compares the rows behind both answers, see
/// checks::compare_results(). Nothing of it is stored. Each of its replies is added to `spending`.
/// Where there is nothing to compare (the first answer is partial, changed data or rests on no
/// rows), nobody is asked. A Failure is verdict "none", and logged; throws Stopped, what the sink
/// throws, and what is no Failure.
SecondTurn ask_again(const AnsweredTurn& turn, Spending& spending);

}
