#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/dialect.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace askdb::test {

/// How a fake connection streams the rows that its query() gives.
inline Result<database::StreamEnd> stream_rows(const Result<database::Rows>& rows,
                                               database::RowSink& sink) {
    if (!rows) return rows.error();
    sink.begin(rows.value().columns);
    if (rows.value().row_count() > 0) sink.take(rows.value());
    return database::StreamEnd{rows.value().row_count(), rows.value().truncated};
}

/// What a fake database does; by default it is empty.
struct FakeBehaviour {
    std::function<database::Catalog(std::stop_token)> catalog = [](std::stop_token) {
        return database::Catalog{};
    };
    std::function<Result<database::Rows>(std::string_view sql)> query = [](std::string_view) {
        return database::Rows{};
    };
};

/// A database source without a database: for what no real one does on demand.
class FakeSource : public database::Source {
  public:
    explicit FakeSource(FakeBehaviour behaviour) : behaviour_(std::move(behaviour)) {}

    std::unique_ptr<database::Connection> connect(std::stop_token) const override {
        return std::make_unique<FakeConnection>(behaviour_);
    }
    const database::Dialect& dialect() const override { return *database::find_dialect("sqlite"); }

  private:
    class FakeConnection : public database::Connection {
      public:
        explicit FakeConnection(const FakeBehaviour& behaviour) : behaviour_(behaviour) {}
        Result<database::Rows> query(std::string_view sql, const database::Limits&,
                                     std::stop_token) override {
            return behaviour_.query(sql);
        }
        Result<database::StreamEnd> stream(std::string_view sql, const database::Limits&,
                                           database::RowSink& sink, std::stop_token) override {
            return stream_rows(behaviour_.query(sql), sink);
        }
        std::optional<Error> check(std::string_view, std::stop_token) override {
            return std::nullopt;
        }
        database::Catalog load_catalog(std::stop_token stop) override {
            return behaviour_.catalog(std::move(stop));
        }

      private:
        const FakeBehaviour& behaviour_;
    };

    FakeBehaviour behaviour_;
};

}
