#include "tests/support/servers.h"

#include "libagent/database/odbc/odbc_route.h"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <unistd.h>

namespace askdb::test {
namespace {

using database::odbc_api;

/// A plain ODBC connection as the owner of the databases.
class OwnerSession {
  public:
    explicit OwnerSession(const TestServer& server)
        : session_(database::find_odbc_route({.address = server.url,
                                              .name = "owner",
                                              .user = "owner",
                                              .password = server.password})
                       .route) {
        session_.begin_turn();
    }

    std::string run(const std::string& sql) {
        const database::OdbcStatementHandle statement = session_.new_statement();
        const auto why = session_.execute_on(statement.get(), sql);
        if (why) throw std::runtime_error(sql + ": " + why->message);
        constexpr std::size_t value_bytes = 4096;
        std::array<char, value_bytes> value{};
        SQLLEN length = 0;
        SQLSMALLINT columns = 0;
        odbc_api().num_result_cols(statement.get(), &columns);
        if (columns == 0 || !SQL_SUCCEEDED(odbc_api().fetch(statement.get()))) return {};
        odbc_api().get_data(statement.get(), 1, SQL_C_CHAR, value.data(),
                            static_cast<SQLLEN>(value.size()), &length);
        return value.data();
    }

  private:
    database::OdbcSession session_;
};

void add_server(std::vector<TestServer>& servers, const std::string& name,
                const std::string& variable) {
    const char* const url = std::getenv(variable.c_str());
    if (url == nullptr || *url == '\0') {
        WARN("skipped for " << name << ": " << variable
                            << " is not set (see tests/support/servers.sh)");
        return;
    }
    const char* const password = std::getenv((variable + "_PASSWORD").c_str());
    servers.push_back({name, url, password ? password : ""});
}

}

database::OdbcTarget TestServer::target() const {
    return {.address = url, .password = password};
}

void TestServer::run_as_owner(const std::vector<std::string>& statements) const {
    OwnerSession session(*this);
    for (const std::string& statement : statements) session.run(statement);
}

std::string TestServer::value_as_owner(const std::string& sql) const {
    return OwnerSession(*this).run(sql);
}

std::vector<TestServer> test_servers() {
    std::vector<TestServer> servers;
    add_server(servers, "PostgreSQL", "ASKDB_TEST_POSTGRES");
    add_server(servers, "MariaDB", "ASKDB_TEST_MARIADB");
    return servers;
}

std::string unique_name(const std::string& stem) {
    static std::atomic<int> count = 0;
    return stem + "_" + std::to_string(getpid()) + "_" + std::to_string(++count);
}

}
