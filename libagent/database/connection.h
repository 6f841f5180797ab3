#pragma once

#include "libagent/base/result.h"
#include "libagent/database/catalog.h"
#include "libagent/database/catalog_stamp.h"
#include "libagent/database/row_sink.h"
#include "libagent/database/rows.h"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::database {

struct Dialect;
class TableFilter;
class WriteConnection;

/// How much one statement may bring and take.
struct Limits {
    std::size_t rows = 100'000;
    std::size_t bytes = 64u << 20;  ///< Of cell text, over all rows.
    std::chrono::milliseconds timeout{30'000};
};

/// A connection to one database. Used by one thread at a time; never shared between turns.
class Connection {
  public:
    virtual ~Connection() = default;

    /// Runs one statement and reads at most `limits.rows` rows and `limits.bytes` bytes of text.
    /// Rows::truncated tells exactly whether more were there (one row more is fetched; the SQL is
    /// never rewritten). A statement that the database refuses is a value: bad_input (SQLSTATE when
    /// it has one, then the driver's words), refused when it would write, timeout past
    /// `limits.timeout`, limit when one row alone is larger than `limits.bytes`, unavailable when
    /// it stays locked. Throws Failure(unavailable) when the connection is gone; the object is then
    /// only good for destruction. A stop ends the statement on the server too, and throws Stopped
    /// within 200 ms.
    virtual Result<Rows> query(std::string_view sql, const Limits& limits,
                               std::stop_token stop) = 0;

    /// Runs one statement and hands its rows to `sink` while they come, with memory that does not
    /// grow with their number. `limits.rows` bounds them all, `limits.bytes` one row, and
    /// `limits.timeout` the wait for the first rows and for each next block (not what the sink
    /// takes). Bad news as for query(); rows may have gone to the sink before. What the sink throws
    /// ends the statement.
    virtual Result<StreamEnd> stream(std::string_view sql, const Limits& limits, RowSink& sink,
                                     std::stop_token stop) = 0;

    /// Compiles the statement without running it; nothing when it is sound. Throws like query().
    virtual std::optional<Error> check(std::string_view sql, std::stop_token stop) = 0;

    /// All tables, views, columns and declared keys. Throws like query(), and Failure for its
    /// errors.
    virtual Catalog load_catalog(std::stop_token stop) = 0;

    /// The stamp that load_catalog() would get now, in a small part of its time; nothing where no
    /// such thing is known. `known` is an earlier one of the same database, or null: what it shows
    /// to be unchanged is not looked at again. Throws like load_catalog().
    virtual std::optional<CatalogStamp> catalog_stamp(const CatalogStamp* known,
                                                      std::stop_token stop);
    /// Sets the row estimates of a catalog whose tables are still the same. Throws likewise.
    virtual void refresh_row_estimates(Catalog& catalog, std::stop_token stop);
    /// Some values of the text columns of these tables, in their order: of as many tables as the
    /// budget is enough for. Empty where the database has no cheap way. Throws likewise.
    virtual std::vector<TableSample> sample_values(std::span<const Table* const> tables,
                                                   std::chrono::milliseconds budget,
                                                   std::stop_token stop);
    /// What this server says, and shows, of its own SQL, where the source knows no more than that
    /// it is one (Dialect::quoting_unknown); else null. For writing SQL, never for judging it.
    /// Throws like load_catalog().
    virtual std::shared_ptr<const Dialect> describe_dialect(std::stop_token stop);
};

/// How to reach one database. Immutable; any thread may call it.
class Source {
  public:
    virtual ~Source() = default;

    /// A new reading connection. Throws Failure(unavailable) naming the database and why,
    /// Failure(usage) when the file is no database, Stopped on a stop.
    virtual std::unique_ptr<Connection> connect(std::stop_token stop) const = 0;
    /// A connection of its own that may write, see WriteConnection. Throws like connect();
    /// Failure(usage) for a database that cannot be written to.
    virtual std::unique_ptr<WriteConnection> connect_for_writing(std::stop_token stop) const;
    /// What tells this database, as this user sees it, from all others, without any password; empty
    /// when nothing does.
    virtual std::string identity() const { return {}; }
    /// The dialect by which its statements are judged.
    virtual const Dialect& dialect() const = 0;
    /// Which of its tables may be seen and read; by default all.
    virtual const TableFilter& tables() const;
};

}
