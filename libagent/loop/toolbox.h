#pragma once

#include "libagent/loop/ask.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::loop {

/// The tools of one turn: the built-in ones, then the agent's own.
class Toolbox {
  public:
    /// Borrows the agent. What writes is left out unless `may_write`: it is only offered where
    /// somebody can approve of it. Throws Failure(usage) for a tool of the agent's own that cannot
    /// be offered: a name that is taken, or that providers refuse (they take 1 to 64 letters,
    /// digits, `_` and `-`), a schema that is no JSON object, nothing to run.
    Toolbox(const Agent& agent, bool may_write);

    const std::vector<models::ToolOffer>& offers() const { return offers_; }
    /// nullptr when there is none of that name.
    const tools::ToolSpec* find(std::string_view name) const;
    std::vector<std::string> names() const;

  private:
    void add(const tools::ToolSpec& tool, bool may_write);

    std::vector<const tools::ToolSpec*> tools_;
    std::vector<models::ToolOffer> offers_;  ///< One for each of the above.
};

}
