#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>

namespace askdb::database {

std::string limit_text(std::chrono::milliseconds limit) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(limit);
    return seconds == limit ? fmt::format("{} s", seconds.count())
                            : fmt::format("{} ms", limit.count());
}

Error statement_timeout(std::chrono::milliseconds limit) {
    return {Errc::timeout,
            "the statement was ended: it took longer than the limit of " + limit_text(limit)};
}

}
