#include "libagent/database/odbc/odbc_handle.h"

#include <cstdint>

namespace askdb::database {

OdbcEnvironment make_odbc_environment() {
    OdbcEnvironment environment(SQL_NULL_HANDLE);
    if (environment) {
        const auto version = reinterpret_cast<SQLPOINTER>(std::uintptr_t{SQL_OV_ODBC3});
        odbc_api().set_env_attr(environment.get(), SQL_ATTR_ODBC_VERSION, version, 0);
    }
    return environment;
}

}
