#pragma once

#include "libagent/base/error.h"
#include "libagent/database/odbc/odbc_api.h"

#include <span>
#include <string>
#include <string_view>

namespace askdb::database {

/// What a driver says about its last call.
struct OdbcDiagnosis {
    std::string sqlstate = {};  ///< Five characters; empty when it says nothing.
    long native = 0;            ///< The database's own number.
    std::string message = {};   ///< The driver's words, without the names of the layers before it.
};

/// The diagnosis of a handle, with `secrets` made unreadable. Never throws for what a driver says.
OdbcDiagnosis odbc_diagnosis(SQLSMALLINT handle_type, SQLHANDLE handle,
                             std::span<const std::string> secrets);

/// The connection is of no more use.
bool is_connection_lost(const OdbcDiagnosis& diagnosis);

/// What a failed statement means. A lost connection is unavailable and retryable.
Error odbc_statement_error(const OdbcDiagnosis& diagnosis);

/// A driver's words in one line, without `[unixODBC][…]` and what else stands before them. Pure.
std::string plain_driver_words(std::string_view message);

}
