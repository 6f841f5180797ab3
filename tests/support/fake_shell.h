#pragma once

#include "cli/args.h"
#include "cli/environment.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "cli/repl/shell.h"
#include "libagent/base/log.h"
#include "libagent/models/egress_ledger.h"

#include <deque>
#include <map>
#include <memory>

namespace askdb::test {

/// A shell without a terminal: what commands do with it is noted. Databases, results and the
/// configuration are real; what a model is asked is only written down.
class FakeShell : public cli::repl::Shell {
  public:
    using Variables = std::map<std::string, std::string, std::less<>>;

    explicit FakeShell(cli::Config config, Variables variables = {});
    /// Over the SQLite file alone.
    explicit FakeShell(const std::string& path);
    ~FakeShell() override;

    /// Runs a line as the REPL does: "/use shop". What it threw is in `error`.
    void type(std::string_view line);
    /// As with --double-check=MODEL.
    void check_twice_by(std::string model) {
        args_.double_check = std::move(model);
        rewire();
    }
    std::string error_message() const { return error ? error->message : std::string(); }
    std::string hint() const { return error ? error->hint : std::string(); }

    std::string out;             ///< What the last line printed, rows as CSV.
    std::string said;            ///< What the last line said.
    std::optional<Error> error;  ///< Of the last line.
    bool was_stopped = false;    ///< The last line was.

    std::deque<std::string> answers;  ///< Of the person; none left: Ctrl-D.
    std::vector<std::string> typed_before;
    std::vector<std::string> asked;      ///< The person, by ask_person().
    std::vector<std::string> questions;  ///< What a model was asked.
    std::vector<std::string> clipboard;
    std::string line;  ///< What was prefilled.
    std::size_t width = 80;
    bool has_left = false;
    bool has_clipboard = true;
    int rewired = 0;
    std::stop_source stop;                            ///< Of what wait() runs.
    std::function<void(const std::string&)> on_wait;  ///< Before it runs, with what it is called.
    std::unique_ptr<session::SessionArchive> kept;

    void say(std::string_view text, cli::Tone tone) override;
    void print(std::string_view text) override;
    std::size_t columns() const override { return width; }
    void print_markdown(std::string_view text) override;
    void show_rows(const database::Rows& rows, std::string_view null_text) override;
    std::optional<std::string> ask_person(std::string_view prompt) override;
    void prefill(std::string text) override;
    void lend_terminal(const std::function<void()>& work) override;
    bool copy_by_terminal(std::string_view text) override;
    std::vector<std::string> history() const override;
    void wait(std::string_view doing, const std::function<void(std::stop_token)>& work) override;
    void ask_model(std::string question, std::string material) override;
    void run_sql(std::string statement) override;
    bool stop_work() override;
    cli::repl::ShellState& state() override;
    const cli::CommandContext& program() const override;
    const cli::Wiring& wiring() const override;
    const models::EgressLedger& ledger() const override { return sent; }
    models::EgressLedger sent;  ///< What went to models, as far as a test says so.
    database::Database& database() override;
    loop::Conversation& conversation() override;
    session::SessionArchive& archive() override;
    void rewire() override;
    void open_conversation(const session::SessionKey& key) override;
    void begin_conversation() override;
    void leave() override;

  private:
    cli::Args args_;
    cli::Environment environment_;
    cli::Terminal terminal_;
    const int nowhere_;
    cli::Output output_;
    cli::Messages messages_;
    NullLog log_;
    cli::Config first_config_;
    cli::CommandContext program_;
    cli::repl::ShellState state_;
    std::unique_ptr<cli::Wiring> wiring_;
    std::unique_ptr<loop::Conversation> conversation_;
};

}
