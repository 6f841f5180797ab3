#pragma once

#include "libagent/database/odbc/odbc_api.h"

#include <utility>

namespace askdb::database {

/// Owns one ODBC handle.
template <SQLSMALLINT type>
class OdbcHandle {
  public:
    OdbcHandle() = default;
    /// Empty when the driver gives none; the parent then holds the diagnosis.
    explicit OdbcHandle(SQLHANDLE parent) {
        if (!SQL_SUCCEEDED(odbc_api().alloc_handle(type, parent, &handle_))) handle_ = nullptr;
    }
    ~OdbcHandle() { reset(); }
    OdbcHandle(OdbcHandle&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    OdbcHandle& operator=(OdbcHandle&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }

    SQLHANDLE get() const { return handle_; }
    explicit operator bool() const { return handle_ != nullptr; }
    void reset() {
        if (handle_ != nullptr) odbc_api().free_handle(type, handle_);
        handle_ = nullptr;
    }

  private:
    SQLHANDLE handle_ = nullptr;
};

using OdbcEnvironment = OdbcHandle<SQL_HANDLE_ENV>;
using OdbcStatementHandle = OdbcHandle<SQL_HANDLE_STMT>;
using OdbcConnectionHandle = OdbcHandle<SQL_HANDLE_DBC>;

/// An ODBC 3 environment; empty when there is no memory.
OdbcEnvironment make_odbc_environment();

}
