#pragma once

#include "libagent/database/files/csv_scanner.h"
#include "libagent/database/files/text_window.h"

namespace askdb::database {

/// The records of a CSV file, the first one among them. Blank lines before it are left out, and so
/// are all of them where there are several columns; below one column each is a record, whose value
/// is missing: so NULL is written there, also in the last row. A first line `sep=;` with the
/// separator is no record.
class CsvReader : public RecordReader {
  public:
    /// Borrows `input`. `name` is for messages.
    CsvReader(const ByteInput& input, TextEncoding encoding, char separator, std::string name);

    bool next(Record& record, const std::stop_token& stop) override;
    const std::vector<std::string>& names() const override { return names_; }

  private:
    /// Reads the next record into cells_; false at the end.
    bool scan(const std::stop_token& stop);
    /// What was scanned last stands between the records.
    bool is_no_record() const;
    [[noreturn]] void fail(std::uint64_t line, std::string_view what) const;

    TextWindow window_;
    CsvScanner scanner_;
    std::string name_;
    std::vector<std::string> names_;  ///< Always empty.
    std::vector<RawCell> cells_;
    std::uint64_t line_ = 1;        ///< Behind what was scanned.
    std::uint64_t begin_line_ = 1;  ///< Of what was scanned last.
    std::size_t scanned_ = 0;       ///< Bytes of the window that cells_ points into.
    std::size_t width_ = 0;         ///< Of the first record.
};

}
