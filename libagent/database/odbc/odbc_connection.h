#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/odbc/odbc_call.h"
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
    Result<StreamEnd> stream(std::string_view sql, const Limits& limits, RowSink& sink,
                             std::stop_token stop) override;
    std::optional<Error> check(std::string_view sql, std::stop_token stop) override;
    Catalog load_catalog(std::stop_token stop) override;
    std::optional<CatalogStamp> catalog_stamp(const CatalogStamp* known,
                                              std::stop_token stop) override;
    void refresh_row_estimates(Catalog& catalog, std::stop_token stop) override;
    std::vector<TableSample> sample_values(std::span<const Table* const> tables,
                                           std::chrono::milliseconds budget,
                                           std::stop_token stop) override;
    std::shared_ptr<const Dialect> describe_dialect(std::stop_token stop) override;

  private:
    /// See OdbcCall.
    struct Work {
        std::function<void(OdbcLink&)> run;
        std::chrono::milliseconds timeout;
        std::stop_token stop = {};
        std::size_t most_growth = 0;
        std::function<bool(const std::function<bool()>& is_too_much)> meanwhile = {};
    };
    struct Ending {
        bool is_late = false;      ///< Past its time.
        bool is_too_much = false;  ///< Of memory.
    };

    /// How one run of a statement ended: nothing when it took too much memory.
    using QueryEnd = std::optional<Result<Rows>>;

    void connect(const std::stop_token& stop);
    /// The link is of no more use, or nobody knows for how long a call will keep it.
    void give_up();
    /// What `ask` brings of the catalog. Throws Failure, also past the time for such a thing.
    template <class Answer>
    Answer ask_catalog(std::function<Answer(OdbcLink&)> ask, const std::stop_token& stop);
    QueryEnd query_once(std::string_view sql, const Limits& limits, const std::stop_token& stop);
    QueryEnd query_what_fits(std::string_view sql, const Limits& limits,
                             const std::stop_token& stop);
    /// A server that ends a connection may call it an interrupted statement first.
    void throw_if_lost(const Error& error) const;
    Error why_not_streamed(const Ending& ending, const Limits& limits) const;
    Result<StreamEnd> stream_once(std::string_view sql, const Limits& limits, RowSink& sink,
                                  const std::stop_token& stop);
    Ending run(const Work& work);
    /// A connection that turns out to be lost before the statement was sent is replaced once.
    void on_live_link(const std::stop_token& stop, const std::function<void()>& once);
    Ending run_once(const Work& work);

    OdbcRoute route_;
    std::shared_ptr<Reaper> reaper_;  // Shared by all connections of a process.
    std::shared_ptr<OdbcLink> link_;  // Shared with a call that was left alone.
};

}
