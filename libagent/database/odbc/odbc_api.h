#pragma once

#include "libagent/base/result.h"

#include <sql.h>
#include <sqlext.h>

#include <string_view>

namespace askdb::database {

/// The functions of the ODBC driver manager that we call, found when it was loaded; the ANSI entry
/// points only, which carry UTF-8 unharmed whatever the locale.
/// https://learn.microsoft.com/sql/odbc/reference/syntax/odbc-api-reference
struct OdbcApi {
    decltype(&SQLAllocHandle) alloc_handle = nullptr;
    decltype(&SQLFreeHandle) free_handle = nullptr;
    decltype(&SQLSetEnvAttr) set_env_attr = nullptr;
    decltype(&SQLDriverConnect) driver_connect = nullptr;
    decltype(&SQLDisconnect) disconnect = nullptr;
    decltype(&SQLSetConnectAttr) set_connect_attr = nullptr;
    decltype(&SQLGetConnectAttr) get_connect_attr = nullptr;
    decltype(&SQLGetInfo) get_info = nullptr;
    decltype(&SQLGetDiagRec) get_diag_rec = nullptr;
    decltype(&SQLSetStmtAttr) set_stmt_attr = nullptr;
    decltype(&SQLFreeStmt) free_stmt = nullptr;
    decltype(&SQLPrepare) prepare = nullptr;
    decltype(&SQLExecDirect) exec_direct = nullptr;
    decltype(&SQLCancel) cancel = nullptr;
    decltype(&SQLNumResultCols) num_result_cols = nullptr;
    decltype(&SQLRowCount) row_count = nullptr;
    decltype(&SQLDescribeCol) describe_col = nullptr;
    decltype(&SQLColAttribute) col_attribute = nullptr;
    decltype(&SQLBindCol) bind_col = nullptr;
    decltype(&SQLBindParameter) bind_parameter = nullptr;
    decltype(&SQLFetch) fetch = nullptr;
    decltype(&SQLFetchScroll) fetch_scroll = nullptr;
    decltype(&SQLSetPos) set_pos = nullptr;
    decltype(&SQLGetData) get_data = nullptr;
    decltype(&SQLTables) tables = nullptr;
    decltype(&SQLColumns) columns = nullptr;
    decltype(&SQLPrimaryKeys) primary_keys = nullptr;
    decltype(&SQLForeignKeys) foreign_keys = nullptr;
    decltype(&SQLStatistics) statistics = nullptr;
    decltype(&SQLGetTypeInfo) get_type_info = nullptr;
    decltype(&SQLDrivers) drivers = nullptr;
    decltype(&SQLDataSources) data_sources = nullptr;
    decltype(&SQLEndTran) end_tran = nullptr;
};

/// A text as ODBC's functions take it: not const, though none of them writes to it.
SQLCHAR* odbc_text(std::string_view text);

/// Loads the shared library of that name; it stays loaded until the process ends.
Result<OdbcApi> load_odbc_from(const char* library);

/// The process's driver manager, loaded by whoever comes first; others wait for it. Any thread.
/// Throws Failure(usage) when it is not installed.
const OdbcApi& odbc_api();

}
