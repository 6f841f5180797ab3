#pragma once

#include "libagent/database/files/byte_input.h"
#include "libagent/database/files/data_format.h"
#include "libagent/database/files/load_notes.h"

#include <stop_token>
#include <string>

namespace askdb::database {

class SqliteTableWriter;

/// One data file that becomes one table.
struct TableInput {
    std::string name;   ///< What messages call the file.
    std::string table;  ///< Unlike that of any other in the same database.
    DataFormat format = DataFormat::csv;
};

/// Where the rows go, and who is told.
struct TableLoad {
    SqliteTableWriter& writer;
    LoadReport& report;
    const std::stop_token& stop;
    bool hides_rows = false;  ///< See FileSourceOptions.
};

/// Reads all of `input` twice: once to find out what its columns are, once to put its rows into the
/// writer's database. Memory does not grow with the number of rows. What must be told goes to the
/// report. Throws Failure(bad_input) naming file and line, Failure(usage) for a file that cannot
/// be read, Failure(no_answer) for a disk that is full, and Stopped within 200 ms of a stop.
void load_table(const TableInput& table, const ByteInput& input, const TableLoad& load);

}
