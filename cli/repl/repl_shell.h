#pragma once

#include "cli/repl/catalog_loader.h"
#include "cli/repl/console.h"
#include "cli/repl/history_file.h"
#include "cli/repl/input.h"
#include "cli/repl/kept_words.h"
#include "cli/repl/person_approver.h"
#include "cli/repl/repl_log.h"
#include "cli/repl/shell.h"
#include "cli/repl/turn_screen.h"
#include "cli/repl/welcome.h"
#include "cli/repl/work.h"
#include "cli/repl/work_status.h"
#include "cli/sessions/conversation_choice.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// The REPL. repl_shell.cpp shows things and asks the person, repl_input.cpp takes what is typed,
/// repl_work.cpp runs what takes long, repl_wiring.cpp holds what answers.
class ReplShell : public Shell, private MessageTaker {
  public:
    /// Borrows the context; `first` is the conversation to begin with. Throws Failure for a
    /// configuration that cannot work.
    ReplShell(const CommandContext& context, std::unique_ptr<session::SessionArchive> archive,
              ChosenConversation first);
    ~ReplShell() override;
    ReplShell(const ReplShell&) = delete;
    ReplShell& operator=(const ReplShell&) = delete;

    /// Until the person leaves. Throws Stopped when a signal ends the program.
    void run();

    void say(std::string_view text, Tone tone = Tone::plain) override;
    void print(std::string_view text) override;
    std::size_t columns() const override;
    void print_markdown(std::string_view text) override;
    void show_rows(const database::Rows& rows, std::string_view null_text = "NULL") override;

    std::optional<std::string> ask_person(std::string_view prompt) override;
    void prefill(std::string text) override { prefilled_ = std::move(text); }
    void lend_terminal(const std::function<void()>& work) override { console_.lend(work); }
    bool copy_by_terminal(std::string_view text) override;
    std::vector<std::string> history() const override { return typed_before_; }

    void wait(std::string_view doing, const std::function<void(std::stop_token)>& work) override;
    void ask_model(std::string question, std::string material) override;
    void run_sql(std::string statement) override;
    bool stop_work() override;

    ShellState& state() override { return state_; }
    const CommandContext& program() const override { return context_; }
    const Wiring& wiring() const override { return *wiring_; }
    const models::EgressLedger& ledger() const override { return *ledger_; }
    database::Database& database() override { return *wiring_->agent().databases.front(); }
    loop::Conversation& conversation() override { return *conversation_; }
    session::SessionArchive& archive() override { return *archive_; }

    void rewire() override;
    void open_conversation(const session::SessionKey& key) override;
    void begin_conversation() override;
    void leave() override { has_left_ = true; }

  private:
    using Clock = Screen::Clock;
    /// What was being typed when something else had to be asked.
    struct SavedLine {
        std::string prompt;
        EditedLine line;
    };

    // MessageTaker, of any thread.
    void take_message(std::string text, Tone tone) override;
    void take_spinner(std::string line) override;

    // Showing.
    void print_toned(const std::string& harmless, Tone tone);
    void tell(const Error& error);
    void show_text(const std::string& text);
    void write_to_file(std::string_view bytes);
    void greet();
    bool has_config_file() const;
    void show_greeting();
    void end_greeting();
    void take_size();
    std::string usual_prompt() const;
    EditorHooks editor_hooks();
    void begin_saved_line(const SavedLine& saved);
    Replacement complete_line(std::string_view text, std::size_t cursor) const;

    // What is typed.
    void take(const Typed& typed);
    void take_line(const std::string& text);
    void begin_next_line();
    void run_waiting();
    void take_while_working(const Typed& typed);
    void take_interrupt();
    void remember(const std::string& text);
    void run_input(const std::string& text);
    void tell_lost_lines();
    void run_part(const Input& part);
    void run_command(const Command& command);
    void run_in_shell(const std::string& line);
    std::string read_texts(const std::vector<std::string>& paths);
    void ask_typed(const std::string& question);
    void show_waiting();
    bool runs_while_working(const std::string& text) const;

    // Approval.
    void begin_approval(PersonApprover::Request request);
    void drop_approval(const PersonApprover::Request& request);
    void answer_approval(tools::Approval approval);

    // Work.
    void expect_database() const;
    void tick();
    void count_turn(const chat::Answer& answer);
    void end_turn(const chat::Answer& answer);
    Error with_place_of_table(Error error) const;
    void show_result(const results::StoredResult& kept);

    // What answers.
    std::unique_ptr<Wiring> make_wiring(const Wiring* same_databases);
    void count(const models::ModelReply& reply);
    void load_catalogs();
    void take_catalog(const CatalogLoader::News& news);
    void show_last_exchange();

    const CommandContext& context_;
    ShellState state_;
    Mailbox mailbox_;
    ReplLog log_;
    PersonApprover approver_;
    std::unique_ptr<session::SessionArchive> archive_;
    const ChosenConversation first_;
    std::unique_ptr<loop::Conversation> conversation_;
    std::vector<std::string> wired_databases_;  ///< As -d takes them: those of `wiring_`.
    std::optional<double> wired_timeout_;
    bool wired_shows_values_;  ///< How data files are read depends on it.
    const std::unique_ptr<models::EgressLedger> ledger_;
    std::unique_ptr<Wiring> wiring_;

    Console console_;
    HistoryFile history_;
    std::vector<std::string> typed_before_;
    std::deque<std::string> waiting_;  ///< Lines that were typed while something ran.
    std::size_t lost_lines_ = 0;       ///< Those that Ctrl-C took away.
    std::string prefilled_;
    std::optional<WelcomeFacts> greeting_;  ///< Nothing: it has gone up.
    bool has_left_ = false;
    bool was_interrupted_ = false;      ///< The last key was Ctrl-C at an empty prompt.
    PersonApprover::Request approval_;  ///< Null: none waits for an answer.
    SavedLine before_approval_;

    WorkStatus status_;
    Clock::time_point work_began_;
    std::optional<TurnScreen> turn_;
    std::unique_ptr<Work> work_;  ///< Null: nothing runs.
    std::stop_callback<std::function<void()>> on_stop_;
    KeptWords kept_words_;
    CatalogLoader catalogs_;  ///< Last: it uses the wiring.
};

}
