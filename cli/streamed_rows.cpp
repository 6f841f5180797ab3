#include "cli/streamed_rows.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/limits.h"
#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"
#include "cli/render/terminal.h"
#include "libagent/base/text.h"
#include "libagent/database/database.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

/// Tells how many rows there were so far, unless the terminal shows them.
class CountedRows : public database::RowSink {
  public:
    CountedRows(RowsOutput& output, Progress& progress, bool rows_are_shown)
        : output_(output), progress_(progress), rows_are_shown_(rows_are_shown) {}

    void begin(const std::vector<database::ResultColumn>& columns) override {
        output_.begin(columns);
    }
    void take(const database::Rows& block) override {
        if (rows_are_shown_) progress_.hide();
        output_.take(block);
        rows_ += block.row_count();
        if (!rows_are_shown_) progress_.show(with_thousands(rows_) + " rows");
    }

  private:
    RowsOutput& output_;
    Progress& progress_;
    const bool rows_are_shown_;
    std::size_t rows_ = 0;
};

}

int stream_rows(const CommandContext& context, Progress& progress,
                const StreamedStatement& statement, RowsOutput& output) {
    progress.show("running the statement");
    CountedRows sink(output, progress, context.terminal.on_stdout);
    const database::StreamEnd end =
        statement.database
            .stream(statement.sql, stream_limits(context.config.limits), sink, context.stop)
            .value_or_throw();
    progress.hide();
    if (context.args.verbose) {
        context.messages.say(fmt::format("{}: {} rows, {:.1f} ms", statement.database.name(),
                                         end.rows, end.milliseconds),
                             Tone::dim);
    }
    return output.finish(end.truncated, end.rows);
}

}
