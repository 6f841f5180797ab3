#pragma once

#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "libagent/database/files/load_notes.h"

#include <chrono>
#include <string>

namespace askdb::cli {

/// What stderr tells while data files are loaded: notes and progress, but for -q, and warnings. On
/// a terminal the progress is the spinner's; elsewhere a line now and then, when it takes long.
class LoadNarration : public database::LoadReport {
  public:
    struct Options {
        bool quiet = false;
        bool spins = false;
        std::chrono::milliseconds patience{5'000};  ///< Before the first line; then twice as long.
    };
    /// Borrows both; `progress` may be null.
    LoadNarration(Messages& messages, Progress* progress, Options options);

    void note(std::string_view text) override;
    void warning(std::string_view text) override;
    void progress(std::string_view doing, std::uint64_t rows) override;
    void done() override;

  private:
    Messages& messages_;
    Progress* progress_;
    Options options_;
    std::chrono::steady_clock::time_point begin_;
};

/// "1.2 M rows", "830 k rows".
std::string rows_in_short(std::uint64_t rows);

}
