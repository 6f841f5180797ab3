#pragma once

#include "libagent/database/connection.h"
#include "libagent/database/files/data_format.h"
#include "libagent/database/files/load_notes.h"
#include "libagent/database/table_filter.h"

#include <memory>
#include <string>
#include <vector>

namespace askdb::database {

/// A data file, by its path or as an open descriptor.
struct DataFile {
    std::string path = {};
    int descriptor = -1;     ///< In place of a path; borrowed.
    std::string head = {};   ///< What was read from the descriptor already.
    std::string table = {};  ///< Empty: named after the path.
    DataFormat format = DataFormat::csv;
};

/// Where the rows of data files are kept, and who is told.
struct FileSourceOptions {
    std::vector<DataFile> files;  ///< None: a database without tables.
    TableFilter tables = {};      ///< Which of them may be seen and read.
    /// Rows are kept from those who see names of columns: a first line of which it is not certain
    /// that it holds names is read as a row, under column1, column2, …
    bool hides_rows = false;
    std::string temp_folder;  ///< An own one is made in it, and removed with the source.
    std::unique_ptr<LoadReport> report = nullptr;  ///< nullptr: nobody is told.
};

/// Data files as one database that is only read: each file is a table. They are loaded into a
/// private SQLite file by the first connect(), which throws what load_table() throws; everything
/// then is make_sqlite_source()'s. After a stop the next connect() loads them anew, unless that
/// took bytes of a pipe: then all later ones throw Failure(unavailable), rather than miss rows.
std::unique_ptr<Source> make_file_source(FileSourceOptions options);

}
