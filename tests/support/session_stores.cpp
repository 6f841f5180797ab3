#include "tests/support/session_stores.h"

#include "libagent/database/odbc/odbc_own_source.h"
#include "libagent/database/sqlite/sqlite_own_source.h"
#include "sessions/sql_store.h"
#include "tests/support/servers.h"

#include <optional>
#include <utility>

namespace askdb::test {
namespace {

std::optional<TestServer> postgres_server() {
    for (TestServer& server : test_servers()) {
        if (server.is_postgres()) return std::move(server);
    }
    return std::nullopt;
}

/// A database of this process, so that tests may run side by side on one server.
const database::OdbcTarget& postgres_target() {
    static const database::OdbcTarget target = [] {
        const TestServer server = postgres_server().value();
        const std::string name = unique_name("sessions");
        server.run_as_owner({"CREATE DATABASE " + name + " OWNER reader"});
        database::OdbcTarget own = server.target();
        own.address = own.address.substr(0, own.address.rfind('/') + 1) + name;
        return own;
    }();
    return target;
}

}

StorePlace::StorePlace(std::string database, std::string key)
    : database_(std::move(database)), key_(std::move(key)) {
    if (database_ != "PostgreSQL") return;
    const auto connection = connect();
    for (const char* table : {"meta", "sessions", "turns", "events", "artifacts", "texts"})
        connection->run(std::string("DROP TABLE IF EXISTS askdb_") + table);
}

std::unique_ptr<database::OwnSource> StorePlace::source() const {
    if (database_ == "PostgreSQL") return database::make_odbc_own_source(postgres_target());
    return database::make_sqlite_own_source(file());
}

std::unique_ptr<database::OwnConnection> StorePlace::connect() const {
    return source()->connect();
}

std::unique_ptr<session::SessionArchive> StorePlace::open() const {
    return open(key_);
}

std::unique_ptr<session::SessionArchive> StorePlace::open(std::string key) const {
    return sessions::make_sql_store({.where = source(),
                                     .artifact_folder = artifact_folder(),
                                     .encryption_key = std::move(key)});
}

std::vector<std::string> store_databases() {
    std::vector<std::string> databases = {"SQLite"};
    if (postgres_server()) databases.push_back("PostgreSQL");
    return databases;
}

std::string test_key() {
    std::string key;
    for (char c = 0; c < 32; ++c) key += static_cast<char>(c * 7 + 1);
    return key;
}

}
