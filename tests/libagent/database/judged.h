#pragma once

#include "libagent/database/guard.h"

#include <string>
#include <string_view>

namespace askdb::database {

/// "allowed", or why the guard says no.
inline std::string judged(std::string_view dialect, std::string_view sql) {
    const auto error = judge_read_only(sql, *find_dialect(dialect));
    return error ? error->message : "allowed";
}

inline bool is_refused(std::string_view dialect, std::string_view sql) {
    return judge_read_only(sql, *find_dialect(dialect)).has_value();
}

/// `piece` again and again behind `start`, to at least `bytes` bytes, then `end`.
inline std::string repeated(std::string start, std::string_view piece, std::size_t bytes,
                            std::string_view end = {}) {
    while (start.size() < bytes) start += piece;
    return start.append(end);
}

}
