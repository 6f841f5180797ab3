#pragma once

#include "libagent/database/database.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <string_view>

namespace askdb::tools {

/// Statements that a check runs beside the one that was asked for, through the same guard: few, and
/// short ones. Used by one thread.
class ExtraQueries {
  public:
    struct Budget {
        std::size_t queries = 0;
        std::chrono::milliseconds time{0};  ///< Of all of them.
    };

    ExtraQueries(database::Database& database, Budget budget, std::stop_token stop);

    bool is_used_up() const;
    /// Its rows; nothing when it fails, takes too long, or the budget is used up. Throws Stopped.
    std::optional<database::Rows> run(std::string_view sql, std::size_t max_rows);
    /// That they took.
    double took_ms() const { return milliseconds_; }

  private:
    database::Database& database_;
    Budget left_;
    std::stop_token stop_;
    double milliseconds_ = 0;
};

}
