#include "cli/whole_rows.h"

#include "libagent/database/guard.h"

namespace askdb::cli {

database::Database* whole_rows_in(const LimitValues& limits,
                                  std::span<database::Database* const> databases,
                                  const results::StoredResult& result) {
    if (!result.rows.truncated || limits.max_rows) return nullptr;
    for (database::Database* database : databases) {
        if (result.database.empty() || database->name() != result.database) continue;
        return database::judge_read_only(result.sql, database->dialect()) ? nullptr : database;
    }
    return nullptr;
}

}
