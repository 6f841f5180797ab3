#pragma once

#include "cli/batch/turn_line.h"
#include "libagent/base/log.h"

#include <map>
#include <mutex>
#include <thread>

namespace askdb::cli {

/// The library's log while turns run side by side, for -v: each line goes to the turn whose thread
/// writes it, so that it is shown with that turn's events. Any thread may call.
class BatchLog : public Log {
  public:
    BatchLog(TurnLine& turns, bool verbose) : turns_(turns), verbose_(verbose) {}
    void write(LogLevel level, std::string_view what,
               std::initializer_list<LogField> fields) override;

    /// As long as it lives, this thread writes for that turn.
    class Of {
      public:
        Of(BatchLog& log, BatchTurn& turn);
        ~Of();
        Of(const Of&) = delete;
        Of& operator=(const Of&) = delete;

      private:
        BatchLog& log_;
    };

  private:
    TurnLine& turns_;
    const bool verbose_;
    std::mutex mutex_;  ///< Guards writers_.
    std::map<std::thread::id, BatchTurn*> writers_;
};

}
