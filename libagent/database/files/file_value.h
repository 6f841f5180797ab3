#pragma once

#include "libagent/database/files/column_type.h"
#include "libagent/database/files/record.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace askdb::database {

/// A value as the table keeps it.
struct FileValue {
    enum class Kind { null, integer, real, text, misfit } kind = Kind::null;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text = {};
};

/// What a cell of a column of this type is. A misfit cannot be one: the file is not what it was
/// when the type was found. `scratch` keeps texts that had to be written anew. Pure.
FileValue file_value(const RawCell& cell, const ColumnType& type, std::string& scratch);

}
