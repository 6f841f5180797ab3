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

/// What the first record of a file is: names, or a row.
enum class FirstRecord {
    row,
    header,          ///< Words, or years in a row, above numbers, dates or booleans; or alone.
    guessed_header,  ///< Words above words, each another one: nothing proves that they are names.
};

/// `columns` have seen all records but this one. Pure.
FirstRecord judge_first_record(const std::vector<RawCell>& first,
                               std::span<const ColumnGuess> columns);

/// `texts` as names of columns: blanks at the ends and control characters away, `column3` for what
/// is empty, `_2` behind what was there before. Pure.
std::vector<std::string> column_names(std::vector<std::string> texts);

}
