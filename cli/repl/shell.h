#pragma once

#include "cli/command.h"
#include "cli/config/config.h"
#include "cli/render/messages.h"
#include "cli/render/rows_text.h"
#include "cli/wiring.h"
#include "libagent/chat/event.h"
#include "libagent/database/rows.h"
#include "libagent/loop/ask.h"
#include "libagent/session/archive.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// How results and answers are shown.
struct ShowSettings {
    std::string data = "table";  ///< A format of results::all_writers().
    Expanded expanded = Expanded::automatic;
    bool timing = false;
    bool pager = true;
    bool cite = false;             ///< The numbers of an answer have their sources.
    bool strict = false;           ///< An answer must pass all checks, and is shown after them.
    std::string output_file = {};  ///< Where results go; empty: the screen.
};

/// What happened last, for the commands that go on from it.
struct LastTurn {
    std::string question = {};
    std::string material = {};  ///< The texts that came with it.
    chat::Answer answer = {};
    std::string sql = {};     ///< The last statement that ran, a person's or the model's.
    std::string handle = {};  ///< The last result; empty: none yet.
};

/// What the whole run of the REPL took: tokens and money of every reply, the rest of whole turns.
struct Spent {
    chat::Usage usage = {};
    double cost_usd = 0;
    bool has_unpriced = false;
    int turns = 0;
    double model_ms = 0;
    double sql_ms = 0;
};

struct ShellState {
    ShowSettings show = {};
    LastTurn last = {};
    Spent spent = {};
    Config config = {};  ///< As /use, /model, /limits and /set have changed it.
};

/// The REPL as its commands see it. All of it belongs to the thread that owns the screen; only what
/// wait() runs is on another. Commands tell bad news as everybody does: by throwing Failure.
class Shell {
  public:
    virtual ~Shell() = default;

    // Showing. All text that comes from elsewhere is made harmless on the way.

    /// A remark: on the screen, never in a file.
    virtual void say(std::string_view text, Tone tone = Tone::plain) = 0;
    /// What was asked for: to the screen, paged when it is longer, or to the file of `\o`.
    virtual void print(std::string_view text) = 0;
    /// How wide what is printed may be; 0: as wide as it is.
    virtual std::size_t columns() const = 0;
    /// What is Markdown, as an answer is shown.
    virtual void print_markdown(std::string_view text) = 0;
    /// Rows, by the settings; `null_text` is what formats for people show for NULL.
    virtual void show_rows(const database::Rows& rows, std::string_view null_text = "NULL") = 0;

    // A person.

    /// One line, typed behind `prompt`; nothing for Ctrl-C and Ctrl-D.
    virtual std::optional<std::string> ask_person(std::string_view prompt) = 0;
    /// Puts text into the line that is typed next.
    virtual void prefill(std::string text) = 0;
    /// Gives the terminal to somebody else (an editor, a shell) until `work` returns.
    virtual void lend_terminal(const std::function<void()>& work) = 0;
    /// Asks the terminal to put text into the clipboard (OSC 52); false: it cannot be asked, or the
    /// text is longer than terminals take. Whether it did is not known.
    virtual bool copy_by_terminal(std::string_view text) = 0;
    /// What was typed before, oldest first.
    virtual std::vector<std::string> history() const = 0;

    // Work.

    /// Runs `work` on another thread, with a status line that says `doing`, while the keyboard
    /// stays alive; returns when it ended, and throws what it threw. Ctrl-C and /stop stop its
    /// token.
    virtual void wait(std::string_view doing, const std::function<void(std::stop_token)>& work) = 0;
    /// One turn, shown as it comes; `material`: texts that go along with the question.
    virtual void ask_model(std::string question, std::string material) = 0;
    /// One statement of a person, guarded, over the database or, when it names handles only, over
    /// the results so far; shown, and kept as the next handle.
    virtual void run_sql(std::string statement) = 0;
    /// Stops what wait() runs; false when nothing does.
    virtual bool stop_work() = 0;

    // What there is.

    virtual ShellState& state() = 0;
    /// The run's own, with the configuration that it began with; see ShellState::config.
    virtual const CommandContext& program() const = 0;
    virtual const Wiring& wiring() const = 0;
    virtual const models::EgressLedger& ledger() const = 0;  ///< Of what was sent.
    virtual database::Database& database() = 0;              ///< The default one.
    virtual loop::Conversation& conversation() = 0;
    virtual session::SessionArchive& archive() = 0;

    // Changing it.

    /// Builds everything anew from state().config; what cannot be built leaves all as it was, and
    /// is thrown. The conversation goes on.
    virtual void rewire() = 0;
    /// From now on that conversation, its results included; see session::SessionArchive.
    virtual void open_conversation(const session::SessionKey& key) = 0;
    virtual void begin_conversation() = 0;  ///< A new one.
    virtual void leave() = 0;
};

}
