#include "libagent/database/connection.h"

#include "libagent/base/error.h"
#include "libagent/database/table_filter.h"
#include "libagent/database/write_connection.h"

namespace askdb::database {

std::optional<CatalogStamp> Connection::catalog_stamp(const CatalogStamp*, std::stop_token) {
    return std::nullopt;
}

void Connection::refresh_row_estimates(Catalog&, std::stop_token) {}

std::vector<TableSample> Connection::sample_values(std::span<const Table* const>,
                                                   std::chrono::milliseconds, std::stop_token) {
    return {};
}

std::shared_ptr<const Dialect> Connection::describe_dialect(std::stop_token) {
    return nullptr;
}

const TableFilter& Source::tables() const {
    static const TableFilter everything;
    return everything;
}

std::unique_ptr<WriteConnection> Source::connect_for_writing(std::stop_token) const {
    throw Failure({Errc::usage, "this kind of database cannot be written to by askdb"});
}

}
