#include "libagent/database/connection.h"

namespace askdb::database {

std::optional<CatalogStamp> Connection::catalog_stamp(const CatalogStamp*, std::stop_token) {
    return std::nullopt;
}

void Connection::refresh_row_estimates(Catalog&, std::stop_token) {}

std::vector<TableSample> Connection::sample_values(std::span<const Table* const>,
                                                   std::chrono::milliseconds, std::stop_token) {
    return {};
}

}
