#pragma once

#include "cli/replay/replay_databases.h"
#include "cli/replay/replay_plan.h"
#include "libagent/results/result_store.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace askdb::cli {

/// What statements run again with; borrowed.
struct ReplayPorts {
    const CommandContext& context;
    session::SessionArchive& archive;
    const session::SessionKey& key;
    ReplayDatabases& databases;
};

/// Makes the results of a conversation anew, under the numbers that they had, as far as others read
/// them. Of what is not made again the kept rows stand in. Used by one thread.
class ReplayRun {
  public:
    ReplayRun(const ReplayPorts& ports, const std::vector<ReplayStep>& steps)
        : ports_(ports), steps_(steps), tried_(steps.size()) {}

    /// Makes what the step reads. Nothing when all is there; bad news as Database::query().
    std::optional<Error> make_needs(std::size_t index);

    /// Runs the step's statement, through the guard; what it reads has been made. Throws likewise,
    /// and Failure(usage) where its database is not to be found.
    Result<database::Rows> rows_of(std::size_t index, const database::Limits& limits);

    /// From now on others may read these rows of the step.
    void keep(std::size_t index, database::Rows rows);

    /// The usual limits, but no more rows than were kept of a result that was cut: cut again, it
    /// has as many.
    database::Limits limits_as_kept(std::size_t index) const;

  private:
    std::optional<Error> make(std::size_t index);
    std::optional<Error> make_now(std::size_t index);

    /// What came of a step that others read.
    struct Tried {
        bool is_done = false;
        std::optional<Error> failure = {};
    };

    ReplayPorts ports_;
    const std::vector<ReplayStep>& steps_;
    std::vector<Tried> tried_;
    results::ResultStore results_;
};

}
