#pragma once

#include "cli/render/markdown_stream.h"
#include "cli/repl/screen.h"
#include "cli/repl/work_status.h"
#include "libagent/chat/event.h"
#include "libagent/database/dialect.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// What a TurnScreen works with; borrowed.
struct TurnScreenSetup {
    Screen& screen;
    const database::Dialect& dialect;
    WorkStatus& status;
    std::string model = {};
    bool quiet = false;
    bool cites = false;  ///< The numbers of the answer have their sources.
    bool color_tables = false;
    /// A check may take back any answer: it is shown when the turn is over, and not before.
    bool holds = false;
};

/// Shows one turn while it runs: statements and results as they come, the answer as it streams.
/// What has streamed stays where it can be changed as long as it fits on the screen, since a Reset
/// may say that it was not the answer. Used by the screen's thread.
class TurnScreen {
  public:
    explicit TurnScreen(const TurnScreenSetup& setup);

    void receive(const chat::Event& event);

    /// Puts the newest state on the screen; not more often than it is painted.
    void refresh();
    /// The screen has another width: all that is still on it is laid out for that.
    void resized();
    /// The turn is over, however it ended: what came of the answer stays.
    void finish();

  private:
    void take_token(const std::string& text);
    void take_text(const std::string& text);
    void take_back(const std::string& reason);
    void withdraw();
    void tell_aside(std::string_view words);
    void begin_tool(const chat::ToolStarted& started);
    void end_tool(const chat::Step& step);
    void tell_waiting(const chat::Warning& warning);
    void tell_saved(const chat::ArtifactSaved& saved);
    void complete(const chat::Answer& answer);
    void show_anew(const std::string& text);
    void keep_rows();
    void print_rows(std::size_t count);
    MarkdownStream make_stream() const;

    TurnScreenSetup setup_;
    MarkdownStream stream_;
    std::string streamed_;           ///< Since the last Reset, as it came …
    std::string held_;               ///< … and the same where it may not be shown yet.
    std::vector<std::string> rows_;  ///< Finished ones that are not printed yet.
    bool has_gone_up_ = false;       ///< Rows of what streamed since were printed.
    bool has_news_ = false;
};

}
