#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/dialect.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::test {

/// What all connections of a StampedSource have and count. Threads may share it.
struct StampedWorld {
    std::mutex mutex;  ///< Guards the six below.
    database::Catalog catalog;
    std::optional<database::CatalogStamp> stamp = database::CatalogStamp{"s1", "c1"};
    std::string known_moment = {};    ///< Of the stamp that was known when it was last asked for.
    std::int64_t estimate = 1;        ///< What refresh_row_estimates() says of every table.
    bool is_estimating_late = false;  ///< refresh_row_estimates() ends at its timeout.
    std::vector<database::TableSample> samples = {};

    std::atomic<int> loads = 0;
    std::atomic<int> estimations = 0;
    std::atomic<int> samplings = 0;
    std::atomic<int> connects = 0;
};

/// A database without a database whose catalog, and what tells of its changes, a test decides.
class StampedSource : public database::Source {
  public:
    explicit StampedSource(std::shared_ptr<StampedWorld> world) : world_(std::move(world)) {}

    std::unique_ptr<database::Connection> connect(std::stop_token) const override {
        ++world_->connects;
        return std::make_unique<StampedConnection>(*world_);
    }
    const database::Dialect& dialect() const override { return *database::find_dialect("sqlite"); }
    std::string identity() const override { return "stamped"; }

    /// Also without a Database around it.
    class StampedConnection : public database::Connection {
      public:
        explicit StampedConnection(StampedWorld& world) : world_(world) {}
        Result<database::Rows> query(std::string_view sql, const database::Limits&,
                                     std::stop_token) override {
            return Error{Errc::bad_input,
                         "no such table: " + std::string(sql.substr(sql.rfind(' ') + 1))};
        }
        Result<database::StreamEnd> stream(std::string_view sql, const database::Limits& limits,
                                           database::RowSink&, std::stop_token stop) override {
            return query(sql, limits, std::move(stop)).error();
        }
        std::optional<Error> check(std::string_view, std::stop_token) override {
            return std::nullopt;
        }
        database::Catalog load_catalog(std::stop_token) override {
            ++world_.loads;
            const std::lock_guard lock(world_.mutex);
            return world_.catalog;
        }
        std::optional<database::CatalogStamp> catalog_stamp(const database::CatalogStamp* known,
                                                            std::stop_token) override {
            const std::lock_guard lock(world_.mutex);
            world_.known_moment = known == nullptr ? "" : known->moment;
            return world_.stamp;
        }
        void refresh_row_estimates(database::Catalog& catalog, std::stop_token) override {
            ++world_.estimations;
            const std::lock_guard lock(world_.mutex);
            if (world_.is_estimating_late) throw Failure({Errc::timeout, "too late"});
            for (database::Table& table : catalog.tables) table.row_estimate = world_.estimate;
        }
        std::vector<database::TableSample> sample_values(std::span<const database::Table* const>,
                                                         std::chrono::milliseconds,
                                                         std::stop_token) override {
            ++world_.samplings;
            const std::lock_guard lock(world_.mutex);
            return world_.samples;
        }

      private:
        StampedWorld& world_;
    };

  private:
    std::shared_ptr<StampedWorld> world_;  // Shared with the test that looks at it.
};

/// `count` tables t0, t1, … with one column each.
inline database::Catalog numbered_tables(int count) {
    database::Catalog catalog;
    for (int i = 0; i < count; ++i) {
        catalog.tables.push_back({.name = "t" + std::to_string(i),
                                  .columns = {{.name = "c" + std::to_string(i), .type = "TEXT"}}});
    }
    return catalog;
}

}
