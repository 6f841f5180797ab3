#pragma once

#include "libagent/database/files/column_guess.h"
#include "libagent/database/files/record.h"

#include <span>
#include <string>
#include <vector>

namespace askdb::database {

/// A record that outlives its reader's next one.
class KeptRecord {
  public:
    explicit KeptRecord(const Record& record);
    const std::vector<RawCell>& cells() const { return cells_; }

  private:
    std::vector<std::string> texts_;
    std::vector<RawCell> cells_;
};

/// Whether the first record of a file names the columns: it holds words only, and stands above
/// numbers, dates or booleans; or, where all is text (or nothing is below), every word of it is
/// another one. `columns` have seen all records but this one. Pure.
bool is_header(const std::vector<RawCell>& first, std::span<const ColumnGuess> columns);

/// `texts` as names of columns: blanks at the ends and control characters away, `column3` for what
/// is empty, `_2` behind what was there before. Pure.
std::vector<std::string> column_names(std::vector<std::string> texts);

}
