#pragma once

#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "libagent/base/log.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace askdb::cli {

/// "query done  rows=12", as -v shows it.
std::string log_line(std::string_view what, std::initializer_list<LogField> fields);

/// "trying again in 2 s (cannot reach …)" for what models/retry.cpp tells; else nothing.
std::string retry_notice(std::initializer_list<LogField> fields);

/// The library's log while a question is answered: on stderr from `info` on, for -v; and in the
/// spinner, that a call which failed waits for its next try. Any thread may call.
class TurnLog : public Log {
  public:
    TurnLog(Messages& messages, Progress& progress, bool verbose)
        : messages_(messages), progress_(progress), verbose_(verbose) {}
    void write(LogLevel level, std::string_view what,
               std::initializer_list<LogField> fields) override;

  private:
    Messages& messages_;
    Progress& progress_;
    const bool verbose_;
};

}
