#pragma once

#include "libagent/database/files/byte_input.h"
#include "libagent/database/files/column_type.h"
#include "libagent/database/files/data_format.h"
#include "libagent/database/files/load_notes.h"
#include "libagent/database/files/record.h"
#include "libagent/database/files/text_encoding.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace askdb::database {

/// How the bytes of a file are to be taken apart.
struct FileLayout {
    DataFormat format = DataFormat::csv;
    TextEncoding encoding = TextEncoding::utf8;
    char separator = ',';
};

/// Throws what find_encoding() throws.
FileLayout find_layout(const ByteInput& input, DataFormat format, const std::string& name,
                       const std::stop_token& stop);

/// Borrows `input`.
std::unique_ptr<RecordReader> make_record_reader(const ByteInput& input, const FileLayout& layout,
                                                 const std::string& name);

/// What the first reading of a file has shown.
struct TableSurvey {
    std::vector<std::string> names;
    std::vector<ColumnType> types;
    bool has_header = false;          ///< The first record is no row.
    bool is_header_doubtful = false;  ///< Names or a row: it is not certain that it is what it is.
    bool first_recurs = false;        ///< A value of the first record stands below it again.
    std::uint64_t rows = 0;
    bool first_is_key = false;     ///< The first column is called an id, and its numbers only rise.
    std::uint64_t short_rows = 0;  ///< With fewer fields than the first.
    std::uint64_t first_short_line = 0;
    std::uint64_t blank_end = 0;  ///< Rows at the end that are blank lines below one column.
};

/// The file that is surveyed, and who is told how far that is.
struct SurveyedFile {
    const FileLayout& layout;
    const std::string& name;
    LoadReport& report;
    /// Names are shown where rows are not: a first record that may be a row is read as one.
    bool hides_rows = false;
};

/// Throws Failure(bad_input) for a record with more fields than the first that are not empty.
TableSurvey survey_table(RecordReader& reader, const SurveyedFile& file,
                         const std::stop_token& stop);

}
