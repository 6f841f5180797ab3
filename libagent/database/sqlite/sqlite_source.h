#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/table_filter.h"

#include <memory>
#include <string>

namespace askdb::database {

/// An SQLite file, opened natively and for reading only: `mode=ro`, an authorizer that allows
/// nothing but reading, defensive mode, untrusted schema, no extension, a progress handler for stop
/// and timeout. What `tables` does not allow does not compile.
std::unique_ptr<Source> make_sqlite_source(std::string path, TableFilter tables = {});

}
