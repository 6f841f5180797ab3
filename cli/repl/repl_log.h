#pragma once

#include "cli/render/messages.h"
#include "libagent/base/log.h"

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace askdb::cli::repl {

/// What the library has to tell while the REPL runs: lines for -v, and that a call which failed
/// waits for its next try. Any thread may call.
class ReplLog : public Log {
  public:
    /// `tell_retry` is called by any thread.
    ReplLog(Messages& messages, bool verbose, std::function<void(std::string)> tell_retry)
        : messages_(messages), verbose_(verbose), tell_retry_(std::move(tell_retry)) {}
    void write(LogLevel level, std::string_view what,
               std::initializer_list<LogField> fields) override;

  private:
    Messages& messages_;
    const bool verbose_;
    const std::function<void(std::string)> tell_retry_;
};

}
