#pragma once

#include "cli/command.h"
#include "libagent/database/row_sink.h"
#include "libagent/results/writer.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace askdb::cli {

class HarmlessOutput;

/// Rows on their way to where this run's data goes, in the format that was asked for, else as a
/// table on a terminal and as CSV elsewhere. Made before the statement runs, so that what cannot
/// work is told first; then begin(), the blocks, finish(). Without finish() a file of -o stays as
/// it was.
class RowsOutput : public database::RowSink {
  public:
    /// `null_text` is what formats for people show for NULL. Throws Failure(usage) for a binary
    /// format on a terminal, and for one whose library is not installed.
    explicit RowsOutput(const CommandContext& context, std::string_view null_text = "NULL");
    ~RowsOutput() override;

    void begin(const std::vector<database::ResultColumn>& columns) override;
    void take(const database::Rows& block) override;

    /// Memory does not grow with the number of rows.
    bool streams() const { return streams_; }

    /// Writes the rest. `rows` is how many came, `truncated` whether more were there. Gives the
    /// exit code: that of a limit, told on stderr, when rows were cut or the format lost something.
    int finish(bool truncated, std::size_t rows);

    /// All of that for rows that are here as a whole.
    int write(const database::Rows& rows);

  private:
    const CommandContext& context_;
    std::string null_text_;
    std::string title_;
    std::string temp_folder_;
    bool streams_ = false;
    std::unique_ptr<HarmlessOutput> harmless_;  ///< Null: the output itself takes the bytes.
    std::unique_ptr<results::RowWriter> writer_;
};

/// Appends a cell; an empty text is NULL: there is none.
void append_or_null(database::Rows& rows, const std::string& text);

/// RowsOutput::write() of an object of its own.
int print_rows(const CommandContext& context, const database::Rows& rows,
               std::string_view null_text = "NULL");

}
