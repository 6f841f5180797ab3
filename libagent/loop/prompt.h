#pragma once

#include "libagent/knowledge/knowledge.h"
#include "libagent/loop/ask.h"

#include <chrono>
#include <stop_token>
#include <string>

namespace askdb::loop {

/// What the system message of one turn depends on besides the agent; borrowed.
struct PromptTopic {
    const Question& question;
    const knowledge::Lessons& lessons;
    std::chrono::sys_days today;
};

/// "2024-05-31", as the model reads what day it is.
std::string date_text(std::chrono::sys_days day);

/// The system message: how to work, what day it is, each database's dialect card and catalog
/// digest, the business rules, and what people have verified and corrected for like questions.
/// Throws what Database::catalog() throws.
std::string system_prompt(const Agent& agent, const PromptTopic& topic, std::stop_token stop);

}
