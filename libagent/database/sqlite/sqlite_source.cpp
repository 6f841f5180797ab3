#include "libagent/database/sqlite/sqlite_source.h"

#include "libagent/base/stop.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sqlite/sqlite_catalog.h"
#include "libagent/database/sqlite/sqlite_handle.h"
#include "libagent/database/sqlite/sqlite_lane.h"
#include "libagent/database/sqlite/sqlite_rows.h"
#include "libagent/database/sqlite/sqlite_samples.h"
#include "libagent/database/sqlite/sqlite_stamp.h"
#include "libagent/database/sqlite/sqlite_stream.h"
#include "libagent/database/sqlite/sqlite_write_connection.h"
#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace askdb::database {
namespace {

using std::chrono::milliseconds;

bool is_plain_in_uri(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/-._~").find(c) != std::string_view::npos;
}

/// `file:///…?mode=ro`, or `rw`; everything that could mean something in a URI is escaped.
std::string sqlite_file_uri(const std::string& absolute_path, std::string_view mode) {
    std::string uri = "file://";
    for (const char c : absolute_path) {
        if (is_plain_in_uri(c)) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return uri.append("?mode=").append(mode);
}

/// Said before SQLite opens the file, whose own words are only "unable to open database file".
void demand_readable_file(const std::string& name, const std::string& path) {
    namespace fs = std::filesystem;
    const auto fail = [&name](Errc code, std::string_view why) {
        throw Failure({code, fmt::format("cannot open '{}': {}", name, why)});
    };
    if (path.find('\0') != std::string::npos) fail(Errc::usage, "the name holds a NUL byte");
    std::error_code fault;
    const fs::file_status status = fs::status(path, fault);
    if (status.type() == fs::file_type::not_found) fail(Errc::usage, "no such file");
    if (fault) fail(Errc::usage, fault.message());
    if (status.type() == fs::file_type::directory) fail(Errc::usage, "it is a directory");
    // A pipe would block for ever, a device is no database.
    if (status.type() != fs::file_type::regular) fail(Errc::usage, "it is not a regular file");
    if (::access(path.c_str(), R_OK) != 0) fail(Errc::usage, std::strerror(errno));
}

/// Statements that could not be ended run on, each on a thread; with more of them nothing new
/// begins.
constexpr int most_strays = 4;
constexpr milliseconds catalog_timeout{30'000};
constexpr milliseconds connect_timeout{10'000};

class SqliteConnection : public Connection {
  public:
    SqliteConnection(std::string path, std::string absolute_path, TableFilter tables,
                     SqliteLane::Strays strays)
        : path_(std::move(path)),
          absolute_path_(std::move(absolute_path)),
          tables_(std::move(tables)),
          strays_(std::move(strays)) {}

    /// SQLite opens lazily; this reads the header, and shows a file that is no database.
    void open(const std::stop_token& stop) {
        const Limits limits{.timeout = connect_timeout};
        (void)query("PRAGMA schema_version", limits, stop).value_or_throw();
    }

    Result<Rows> query(std::string_view sql, const Limits& limits, std::stop_token stop) override {
        return query_sqlite(free_lane(stop), sql, limits, stop);
    }

    Result<StreamEnd> stream(std::string_view sql, const Limits& limits, RowSink& sink,
                             std::stop_token stop) override {
        return stream_sqlite(free_lane(stop), {sql, limits}, sink, stop);
    }

    std::optional<Error> check(std::string_view sql, std::stop_token stop) override {
        const milliseconds timeout = Limits{}.timeout;
        auto error = free_lane(stop).run(
            [text = std::string(sql)](SqliteHandle& handle) { return check_sqlite(handle, text); },
            timeout, stop);
        return error ? std::move(*error) : statement_timeout(timeout);
    }

    Catalog load_catalog(std::stop_token stop) override {
        auto catalog = free_lane(stop).run(
            [stop](SqliteHandle& handle) { return load_sqlite_catalog(handle, stop); },
            catalog_timeout, stop);
        if (!catalog) throw Failure(statement_timeout(catalog_timeout));
        return std::move(*catalog);
    }

    std::optional<CatalogStamp> catalog_stamp(const CatalogStamp* known,
                                              std::stop_token stop) override {
        const auto before = std::make_shared<std::optional<CatalogStamp>>();
        if (known != nullptr) *before = *known;
        return free_lane(stop).run(
            [before, path = absolute_path_](SqliteHandle& handle) {
                return sqlite_catalog_stamp(handle, path, *before ? &**before : nullptr);
            },
            catalog_timeout, stop);
    }

    void refresh_row_estimates(Catalog& catalog, std::stop_token stop) override {
        // The lane may outlive us: it works on a copy of its own.
        const auto copy = std::make_shared<Catalog>(catalog);
        const auto done = free_lane(stop).run(
            [copy, stop](SqliteHandle& handle) {
                refresh_sqlite_row_counts(handle, *copy, stop);
                return true;
            },
            catalog_timeout, stop);
        if (!done) throw Failure(statement_timeout(catalog_timeout));
        catalog = std::move(*copy);
    }

    std::vector<TableSample> sample_values(std::span<const Table* const> tables,
                                           milliseconds budget, std::stop_token stop) override {
        const auto wanted = std::make_shared<std::vector<SampledTable>>();
        for (const Table* table : tables) {
            SampledTable& sampled = wanted->emplace_back();
            sampled.name = table->name;
            for (const Column& column : table->columns) {
                const bool may_hold_words = column.kind == Kind::text && !table->is_view;
                if (may_hold_words) sampled.columns.push_back(column.name);
            }
        }
        auto samples = free_lane(stop).run(
            [wanted, budget, stop](SqliteHandle& handle) {
                return sample_sqlite_values(handle, *wanted, budget, stop);
            },
            catalog_timeout, stop);
        return samples ? std::move(*samples) : std::vector<TableSample>();
    }

  private:
    /// The lane; a new one when the last statement could not be ended.
    SqliteLane& free_lane(const std::stop_token& stop) {
        if (lane_ && lane_->wait_until_free(milliseconds::zero(), stop)) return *lane_;
        lane_.reset();
        if (*strays_ >= most_strays) {
            throw Failure({.code = Errc::unavailable,
                           .message = fmt::format("'{}' is busy with {} statements that could not "
                                                  "be ended",
                                                  path_, most_strays),
                           .retryable = true});
        }
        const auto open_file = [path = path_, absolute_path = absolute_path_, tables = tables_] {
            demand_readable_file(path, absolute_path);
            // Its mutex costs a fifth of an export, and the lane's thread is the only one.
            return std::make_unique<SqliteHandle>(
                SqliteOpening{.name = path,
                              .uri = sqlite_file_uri(absolute_path, "ro"),
                              .flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
                              .tables = tables});
        };
        lane_ = std::make_unique<SqliteLane>(open_file, strays_);
        return *lane_;
    }

    std::string path_;
    std::string absolute_path_;
    TableFilter tables_;
    SqliteLane::Strays strays_;
    std::unique_ptr<SqliteLane> lane_;
};

class SqliteSource : public Source {
  public:
    // Absolute from the start: connections are made later, perhaps in another working directory.
    SqliteSource(std::string path, TableFilter tables)
        : path_(std::move(path)), tables_(std::move(tables)) {
        std::error_code fault;
        absolute_path_ = std::filesystem::absolute(path_, fault).string();
    }

    std::unique_ptr<Connection> connect(std::stop_token stop) const override {
        throw_if_stopped(stop);
        auto connection =
            std::make_unique<SqliteConnection>(path_, absolute_path_, tables_, strays_);
        connection->open(stop);
        return connection;
    }
    std::unique_ptr<WriteConnection> connect_for_writing(std::stop_token stop) const override {
        throw_if_stopped(stop);
        const auto open_file = [path = path_, absolute_path = absolute_path_, tables = tables_] {
            demand_readable_file(path, absolute_path);
            if (::access(absolute_path.c_str(), W_OK) != 0) {
                throw Failure({Errc::unavailable, fmt::format("cannot write to '{}': {}", path,
                                                              std::strerror(errno))});
            }
            return std::make_unique<SqliteHandle>(
                SqliteOpening{.name = path,
                              .uri = sqlite_file_uri(absolute_path, "rw"),
                              .flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI,
                              .access = SqliteAccess::writing,
                              .tables = tables});
        };
        return make_sqlite_write_connection(open_file, strays_);
    }
    const Dialect& dialect() const override { return *find_dialect("sqlite"); }
    std::string identity() const override { return "sqlite\n" + absolute_path_; }
    const TableFilter& tables() const override { return tables_; }

  private:
    std::string path_;  ///< As it was given: what messages say.
    std::string absolute_path_;
    TableFilter tables_;
    SqliteLane::Strays strays_ = std::make_shared<std::atomic<int>>(0);
};

}

std::unique_ptr<Source> make_sqlite_source(std::string path, TableFilter tables) {
    return std::make_unique<SqliteSource>(std::move(path), std::move(tables));
}

}
