#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/odbc/odbc_server.h"
#include "libagent/database/reaper.h"

#include <functional>
#include <memory>

namespace askdb::database {

/// A session and what is run on it, as a call sees them: shared by the connection and by the thread
/// of a call that was left alone, which then is the last owner.
struct OdbcLink {
    /// Connects. Throws Failure.
    explicit OdbcLink(const OdbcRoute& route);

    OdbcSession session;
    std::unique_ptr<OdbcServer> server;
};

/// A connection through ODBC. Every call that may block runs on a thread of its own, so that a stop
/// or a deadline is kept whatever the driver does. When a session is lost, or was left alone, the
/// next call opens another one.
class OdbcConnection : public Connection {
  public:
    /// Connects. Throws Failure and Stopped.
    OdbcConnection(OdbcRoute route, std::shared_ptr<Reaper> reaper, const std::stop_token& stop);
    ~OdbcConnection() override;

    Result<Rows> query(std::string_view sql, const Limits& limits, std::stop_token stop) override;
    std::optional<Error> check(std::string_view sql, std::stop_token stop) override;
    Catalog load_catalog(std::stop_token stop) override;

  private:
    struct Work {
        std::function<void(OdbcLink&)> run;  ///< Owns what it touches; throws as it likes.
        std::chrono::milliseconds timeout;
        std::stop_token stop = {};
        std::size_t most_growth = 0;  ///< Of the process's memory, in bytes; 0: not looked at.
    };
    struct Ending {
        bool is_late = false;      ///< Past its time.
        bool is_too_much = false;  ///< Of memory.
    };

    /// How one run of a statement ended: nothing when it took too much memory.
    using QueryEnd = std::optional<Result<Rows>>;

    void connect(const std::stop_token& stop);
    QueryEnd query_once(std::string_view sql, const Limits& limits, const std::stop_token& stop);
    QueryEnd query_what_fits(std::string_view sql, const Limits& limits,
                             const std::stop_token& stop);
    Ending run(const Work& work);
    Ending run_once(const Work& work);

    OdbcRoute route_;
    std::shared_ptr<Reaper> reaper_;  // Shared by all connections of a process.
    std::shared_ptr<OdbcLink> link_;  // Shared with a call that was left alone.
};

}
