#pragma once

#include "libagent/database/odbc/odbc_session.h"
#include "libagent/database/own_connection.h"

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace askdb::database {

/// Values for the `?` of one statement, which own their bytes: the call may outlive its caller.
class OdbcValues {
  public:
    explicit OdbcValues(std::span<const OwnValue> values);
    OdbcValues(const OdbcValues&) = delete;
    OdbcValues& operator=(const OdbcValues&) = delete;

    /// Binds them in order; this object must live until the statement has been executed.
    void bind(SQLHSTMT statement);

  private:
    struct Value {
        std::variant<std::monostate, std::int64_t, double, std::string> held;
        SQLLEN length = 0;  ///< Where the driver looks for it.
    };
    void bind_one(SQLHSTMT statement, SQLUSMALLINT place, Value& value);

    std::vector<Value> values_;
};

/// Whether the whole result of an executed statement could be read into `rows`, every value as
/// text; else what the driver says.
std::optional<OdbcDiagnosis> read_as_texts(OdbcSession& session, SQLHSTMT statement, Rows& rows);

}
