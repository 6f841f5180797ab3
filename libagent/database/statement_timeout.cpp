#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>

#include <string>

namespace askdb::database {

Error statement_timeout(std::chrono::milliseconds limit) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(limit);
    const std::string time = seconds == limit ? fmt::format("{} s", seconds.count())
                                              : fmt::format("{} ms", limit.count());
    return {Errc::timeout,
            fmt::format("the statement was ended: it took longer than the limit of {}", time)};
}

}
