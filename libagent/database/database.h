#pragma once

#include "libagent/database/connection.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// One database under the name that a person gave it: its connections (a bounded pool), its
/// catalog, and the read-only guard before every statement. Shared by all turns; any thread may
/// call it.
class Database {
  public:
    Database(std::string name, std::unique_ptr<Source> source, std::size_t max_connections = 4);
    ~Database();

    const std::string& name() const { return name_; }
    const Dialect& dialect() const { return source_->dialect(); }

    /// What it holds, foreign keys inferred where none is declared. Loaded at the first call, then
    /// kept. Throws what Connection::load_catalog() throws.
    const Catalog& catalog(std::stop_token stop);

    /// Guards, then runs one reading statement: the one way for SQL that a model or a person wrote.
    /// Waits for a free connection when all are busy. See Connection::query() for what comes back;
    /// an unknown table or column gets the nearest real names as its hint.
    Result<Rows> query(std::string_view sql, const Limits& limits, std::stop_token stop);

    /// A writing connection, of none of the pool's. Only for a statement that somebody approves
    /// (tools/approved_write.h): nothing here guards it. Throws like Source::connect_for_writing().
    std::unique_ptr<WriteConnection> connect_for_writing(std::stop_token stop);
    /// The schema may have changed: the next catalog() loads it anew. What it gave before stays
    /// valid as long as this object.
    void forget_catalog();

    /// Guards and compiles, runs nothing; nothing when it would run.
    std::optional<Error> check(std::string_view sql, std::stop_token stop);

  private:
    class Lease;

    Error with_hint(Error error, std::string_view sql, const std::stop_token& stop);

    std::string name_;
    std::unique_ptr<Source> source_;
    std::size_t max_connections_;

    std::mutex mutex_;  ///< Guards the five below.
    std::condition_variable_any freed_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t open_ = 0;
    std::unique_ptr<const Catalog> catalog_;
    std::vector<std::unique_ptr<const Catalog>> old_catalogs_;  ///< Others may still look at them.
};

}
