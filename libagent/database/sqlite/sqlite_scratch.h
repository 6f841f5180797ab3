#pragma once

#include "libagent/database/connection.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>

namespace askdb::database {

/// A private in-memory SQLite database for results of this conversation. Tables are put in by us;
/// SQL that others wrote only reads, behind the same walls as a file. Used by one thread at a time.
class SqliteScratch {
  public:
    SqliteScratch();
    ~SqliteScratch();

    /// Makes table `name` with these rows: integers and reals keep their type (NaN, which SQLite
    /// has not, is its text), everything else is text. A name that repeats among the columns gets
    /// `_2`, `_3`, …. Nothing when it is there; else there is no such table: timeout past
    /// `timeout`, limit when it needs more memory than there may be, unavailable while a statement
    /// that could not be ended runs on. Throws Stopped within 200 ms of a stop.
    std::optional<Error> add_table(std::string_view name, const Rows& rows,
                                   std::chrono::milliseconds timeout, std::stop_token stop);

    /// Like Connection::query(); the guard has been asked before.
    Result<Rows> query(std::string_view sql, const Limits& limits, std::stop_token stop);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}
