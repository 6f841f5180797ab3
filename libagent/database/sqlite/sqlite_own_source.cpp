#include "libagent/database/sqlite/sqlite_own_source.h"

#include "libagent/database/dialect.h"
#include "libagent/database/sqlite/sqlite_own_connection.h"

#include <utility>

namespace askdb::database {
namespace {

class SqliteOwnSource : public OwnSource {
  public:
    explicit SqliteOwnSource(std::string path) : path_(std::move(path)) {}

    std::unique_ptr<OwnConnection> connect() const override {
        return std::make_unique<SqliteOwnConnection>(path_);
    }
    const Dialect& dialect() const override { return *find_dialect("sqlite"); }
    const std::string& name() const override { return path_; }

  private:
    std::string path_;
};

}

std::unique_ptr<OwnSource> make_sqlite_own_source(std::string path) {
    return std::make_unique<SqliteOwnSource>(std::move(path));
}

}
