#include "libagent/database/odbc/odbc_api.h"

#include <dlfcn.h>
#include <string>

namespace askdb::database {
namespace {

// unixODBC. Loaded at first use, so that who only has SQLite files needs not have it.
constexpr const char* odbc_library = "libodbc.so.2";

Error cannot_load_odbc(const char* library, const std::string& why) {
    return Error{.code = Errc::usage,
                 .message = "cannot load '" + std::string(library) + "': " + why,
                 .hint = "apt-get install unixodbc"};
}

template <class Function>
void find_odbc_function(void* library, const char* name, Function& out, bool& found_all) {
    out = reinterpret_cast<Function>(dlsym(library, name));
    found_all = found_all && out != nullptr;
}

bool find_odbc_functions(void* library, OdbcApi& api) {
    bool all = true;
    find_odbc_function(library, "SQLAllocHandle", api.alloc_handle, all);
    find_odbc_function(library, "SQLFreeHandle", api.free_handle, all);
    find_odbc_function(library, "SQLSetEnvAttr", api.set_env_attr, all);
    find_odbc_function(library, "SQLDriverConnect", api.driver_connect, all);
    find_odbc_function(library, "SQLDisconnect", api.disconnect, all);
    find_odbc_function(library, "SQLSetConnectAttr", api.set_connect_attr, all);
    find_odbc_function(library, "SQLGetConnectAttr", api.get_connect_attr, all);
    find_odbc_function(library, "SQLGetInfo", api.get_info, all);
    find_odbc_function(library, "SQLGetDiagRec", api.get_diag_rec, all);
    find_odbc_function(library, "SQLSetStmtAttr", api.set_stmt_attr, all);
    find_odbc_function(library, "SQLFreeStmt", api.free_stmt, all);
    find_odbc_function(library, "SQLPrepare", api.prepare, all);
    find_odbc_function(library, "SQLExecDirect", api.exec_direct, all);
    find_odbc_function(library, "SQLCancel", api.cancel, all);
    find_odbc_function(library, "SQLNumResultCols", api.num_result_cols, all);
    find_odbc_function(library, "SQLRowCount", api.row_count, all);
    find_odbc_function(library, "SQLDescribeCol", api.describe_col, all);
    find_odbc_function(library, "SQLColAttribute", api.col_attribute, all);
    find_odbc_function(library, "SQLBindCol", api.bind_col, all);
    find_odbc_function(library, "SQLBindParameter", api.bind_parameter, all);
    find_odbc_function(library, "SQLFetch", api.fetch, all);
    find_odbc_function(library, "SQLFetchScroll", api.fetch_scroll, all);
    find_odbc_function(library, "SQLSetPos", api.set_pos, all);
    find_odbc_function(library, "SQLGetData", api.get_data, all);
    find_odbc_function(library, "SQLTables", api.tables, all);
    find_odbc_function(library, "SQLColumns", api.columns, all);
    find_odbc_function(library, "SQLPrimaryKeys", api.primary_keys, all);
    find_odbc_function(library, "SQLForeignKeys", api.foreign_keys, all);
    find_odbc_function(library, "SQLStatistics", api.statistics, all);
    find_odbc_function(library, "SQLGetTypeInfo", api.get_type_info, all);
    find_odbc_function(library, "SQLDrivers", api.drivers, all);
    find_odbc_function(library, "SQLDataSources", api.data_sources, all);
    find_odbc_function(library, "SQLEndTran", api.end_tran, all);
    return all;
}

/// Never destroyed: an abandoned call may still be inside it while the program exits.
const Result<OdbcApi>& process_odbc() {
    static const auto* const loaded = new Result<OdbcApi>(load_odbc_from(odbc_library));
    return *loaded;
}

}

SQLCHAR* odbc_text(std::string_view text) {
    return reinterpret_cast<SQLCHAR*>(const_cast<char*>(text.data()));
}

Result<OdbcApi> load_odbc_from(const char* library) {
    void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return cannot_load_odbc(library, dlerror());
    OdbcApi api;
    if (!find_odbc_functions(handle, api)) {
        return cannot_load_odbc(library, "it is no ODBC 3 driver manager");
    }
    return api;
}

const OdbcApi& odbc_api() {
    const Result<OdbcApi>& loaded = process_odbc();
    if (!loaded) throw Failure(loaded.error());
    return loaded.value();
}

}
