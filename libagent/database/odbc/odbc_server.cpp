#include "libagent/database/odbc/odbc_server.h"

#include <chrono>
#include <limits>

namespace askdb::database {

std::unique_ptr<OdbcServer> make_odbc_server(ServerKind kind) {
    switch (kind) {
        case ServerKind::postgres: return make_postgres_server();
        case ServerKind::mysql: return make_mysql_server();
        case ServerKind::generic: break;
    }
    return make_generic_server();
}

std::optional<CatalogStamp> OdbcServer::catalog_stamp(OdbcSession&, const CatalogStamp*) {
    return std::nullopt;
}

Catalog OdbcServer::load_row_estimates(OdbcSession&) {
    return {};
}

std::vector<TableSample> OdbcServer::sample_values(OdbcSession&) {
    return {};
}

std::string hexadecimal(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    constexpr unsigned bits_a_digit = 4;
    constexpr unsigned low_digit = 0xf;
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> bits_a_digit];
        out += digits[static_cast<unsigned char>(c) & low_digit];
    }
    return out;
}

Limits catalog_limits() {
    constexpr std::size_t most_bytes = 512u << 20;
    return {.rows = std::numeric_limits<std::size_t>::max(),
            .bytes = most_bytes,
            .timeout = std::chrono::minutes(1)};
}

Rows catalog_rows(OdbcServer& server, OdbcSession& session, std::string_view sql) {
    Rows rows = server.query(session, sql, catalog_limits()).value_or_throw();
    session.sent = false;  // It was ours, and may be sent again.
    return rows;
}

}
