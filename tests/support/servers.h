#pragma once

#include "libagent/database/odbc/odbc_source.h"

#include <string>
#include <vector>

namespace askdb::test {

/// A database server that tests/support/servers.sh started.
struct TestServer {
    std::string name;  ///< "PostgreSQL" or "MariaDB".
    std::string url;   ///< postgres://reader@127.0.0.1:PORT/shop
    std::string password;

    bool is_postgres() const { return name == "PostgreSQL"; }
    /// Where `reader`, who may write, connects to.
    database::OdbcTarget target() const;
    /// Runs statements as `owner`, without any wall. Throws std::runtime_error.
    void run_as_owner(const std::vector<std::string>& statements) const;
    /// The first cell of a query as `owner`; empty for none.
    std::string value_as_owner(const std::string& sql) const;
};

/// Those that run, by ASKDB_TEST_POSTGRES and ASKDB_TEST_MARIADB (see servers.sh). A test that
/// finds none says so with WARN.
std::vector<TestServer> test_servers();

/// "A name of this process": unique among tests that run at the same time on one server.
std::string unique_name(const std::string& stem);

}
