#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/sqlite/sqlite_lane.h"

#include <stop_token>
#include <string_view>

namespace askdb::database {

/// What is streamed; borrowed for the call.
struct SqliteStream {
    std::string_view sql;
    const Limits& limits;
};

/// Connection::stream() on a lane, whose thread reads while the caller's hands to the sink.
Result<StreamEnd> stream_sqlite(SqliteLane& lane, const SqliteStream& statement, RowSink& sink,
                                const std::stop_token& stop);

}
