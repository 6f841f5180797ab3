#pragma once

#include "cli/init/interview.h"
#include "libagent/base/error.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::test {

/// A person who gives these answers, one to each question, and then leaves. An empty answer is the
/// Enter key.
class ScriptedPerson : public cli::Interview {
  public:
    explicit ScriptedPerson(std::vector<std::string> answers) : answers_(std::move(answers)) {}

    void say(std::string_view text, cli::Tone) override { seen.append(text).append("\n"); }

    std::string ask(std::string_view question, std::string_view usual) override {
        const std::string answer = next(question);
        return answer.empty() ? std::string(usual) : answer;
    }

    std::string ask_secret(std::string_view question) override { return next(question); }

    bool has_answered_all() const { return given_ == answers_.size(); }

    std::string seen;  ///< All that the screen showed.

  private:
    std::string next(std::string_view question) {
        seen.append(question).append("\n");
        if (given_ == answers_.size()) throw Stopped();
        return answers_[given_++];
    }

    std::vector<std::string> answers_;
    std::size_t given_ = 0;
};

}
