#include "libagent/database/files/column_type.h"

#include <fmt/format.h>

namespace askdb::database {

std::string ColumnType::declared() const {
    switch (type) {
        case FileType::text: return "TEXT";
        case FileType::integer: return "INTEGER";
        case FileType::decimal: return fmt::format("DECIMAL({},{})", precision, scale);
        case FileType::real: return "REAL";
        case FileType::boolean: return "BOOLEAN";
        case FileType::date: return "DATE";
        case FileType::timestamp: return "TIMESTAMP";
        case FileType::time: return "TIME";
    }
    return "TEXT";
}

}
