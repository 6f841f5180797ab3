#include "libagent/results/result_age.h"

#include "libagent/results/handle.h"

#include <algorithm>

namespace askdb::results {

WallTime oldest_read(std::string_view sql, const ResultStore& results, WallTime now) {
    for (const std::string& handle : named_handles(sql)) {
        const StoredResult* const read = results.find(handle);
        if (read != nullptr && read->as_of != WallTime()) now = std::min(now, read->as_of);
    }
    return now;
}

}
