#include "libagent/database/odbc/odbc_source.h"

#include "libagent/database/dialect.h"
#include "libagent/database/odbc/odbc_connection.h"
#include "libagent/database/odbc/odbc_route.h"
#include "libagent/database/odbc/odbc_write_connection.h"
#include "libagent/database/sqlite/sqlite_source.h"

#include <utility>

namespace askdb::database {
namespace {

const Dialect& dialect_of(const DriverQuirks& quirks) {
    if (const Dialect* dialect = find_dialect(quirks.dialect)) return *dialect;
    return *find_dialect("generic");
}

class OdbcSource : public Source {
  public:
    OdbcSource(OdbcRoute route, TableFilter tables, std::shared_ptr<Reaper> reaper)
        : route_(std::move(route)), tables_(std::move(tables)), reaper_(std::move(reaper)) {}

    std::unique_ptr<Connection> connect(std::stop_token stop) const override {
        return std::make_unique<OdbcConnection>(route_, reaper_, stop);
    }
    std::unique_ptr<WriteConnection> connect_for_writing(std::stop_token stop) const override {
        return make_odbc_write_connection(route_, reaper_, stop);
    }
    const Dialect& dialect() const override { return dialect_of(*route_.quirks); }
    std::string identity() const override { return route_.identity; }
    const TableFilter& tables() const override { return tables_; }

  private:
    OdbcRoute route_;
    TableFilter tables_;
    std::shared_ptr<Reaper> reaper_;  // Shared by all sources of a process.
};

}

std::unique_ptr<Source> make_odbc_source(const OdbcTarget& target, std::shared_ptr<Reaper> reaper) {
    FoundRoute found = find_odbc_route(target);
    if (!found.sqlite_path.empty()) {
        return make_sqlite_source(std::move(found.sqlite_path), target.tables);
    }
    return std::make_unique<OdbcSource>(std::move(found.route), target.tables, std::move(reaper));
}

}
