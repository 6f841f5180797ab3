#pragma once

#include "cli/render/messages.h"

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// A person who answers questions, one after the other. All calls throw Stopped when the person
/// leaves (Ctrl-C, Ctrl-D).
class Interview {
  public:
    virtual ~Interview() = default;

    virtual void say(std::string_view text, Tone tone = Tone::plain) = 0;

    /// One line without the blanks around it; `usual` stands for an empty one.
    virtual std::string ask(std::string_view question, std::string_view usual = {}) = 0;

    /// One line that the screen does not show.
    virtual std::string ask_secret(std::string_view question) = 0;
};

/// What was chosen from a list: the index of an offer, or what was typed instead.
struct Choice {
    std::size_t index = 0;
    std::string typed = {};  ///< Empty: an offer was chosen.
};

/// Shows the offers, numbered from 1, and asks until one of them is chosen; the first is the usual
/// one. What is no number is an answer of its own where `takes_text`.
Choice choose(Interview& person, std::string_view question, const std::vector<std::string>& offers,
              bool takes_text = false);

/// Yes or no; asks again until it is one of them.
bool confirm(Interview& person, std::string_view question, bool usual);

/// The terminal on stdin. Throws Failure(usage) when there is none there or on stderr. Borrows
/// `messages`.
std::unique_ptr<Interview> make_terminal_interview(Messages& messages, bool on_stderr,
                                                   std::stop_token stop);

}
