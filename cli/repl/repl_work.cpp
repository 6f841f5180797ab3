// What takes long: turns, statements, and what commands wait for.
#include "cli/args.h"
#include "cli/doors.h"
#include "cli/limits.h"
#include "cli/render/second_opinion.h"
#include "cli/render/terminal.h"
#include "cli/repl/repl_shell.h"
#include "cli/repl/statement_run.h"
#include "cli/row_estimate.h"
#include "cli/turn_view.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/loop/typed_statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace askdb::cli::repl {
namespace {

/// Hands the events of a turn to the thread that owns the screen.
class PostingSink : public chat::EventSink {
  public:
    PostingSink(Mailbox& mailbox, TurnScreen& screen) : mailbox_(mailbox), screen_(screen) {}
    void receive(const chat::Event& event) override {
        mailbox_.post([this, event] { screen_.receive(event); });
    }

  private:
    Mailbox& mailbox_;
    TurnScreen& screen_;
};

/// Says at once what a statement of the person's waits for.
class WaitingSink : public chat::EventSink {
  public:
    WaitingSink(Mailbox& mailbox, Shell& shell) : mailbox_(mailbox), shell_(shell) {}
    void receive(const chat::Event& event) override {
        if (const auto* warning = std::get_if<chat::Warning>(&event))
            mailbox_.post(
                [&shell = shell_, message = warning->message] { shell.say(message, Tone::dim); });
    }

  private:
    Mailbox& mailbox_;
    Shell& shell_;
};

/// Calls `undo` at the end of a scope, however that ends.
template <class Undo>
class AtEnd {
  public:
    explicit AtEnd(Undo undo) : undo_(std::move(undo)) {}
    ~AtEnd() { undo_(); }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

  private:
    Undo undo_;
};

/// "1,240 + 85 tokens · $0.0031 · 2.4 s", and with `timing` what it was spent on.
std::string summary_of(const chat::Answer& answer, bool timing) {
    std::string summary;
    if (answer.usage.total() > 0) {
        summary = fmt::format("{} + {} tokens", with_thousands(answer.usage.input_tokens),
                              with_thousands(answer.usage.output_tokens));
        if (answer.cost_usd) summary += " · " + money_in_short(*answer.cost_usd);
        summary += " · ";
    }
    summary += time_in_short(answer.total_ms);
    if (timing)
        summary += fmt::format(" (model {}, SQL {})", time_in_short(answer.model_ms),
                               time_in_short(answer.sql_ms));
    return summary;
}

}

void ReplShell::wait(std::string_view doing, const std::function<void(std::stop_token)>& work) {
    if (work_)
        throw Failure({Errc::usage, "something else is running", "/stop, or wait until it ends"});
    status_ = {.doing = visible(doing)};
    work_began_ = Clock::now();
    work_ = std::make_unique<Work>(work, mailbox_);
    const AtEnd over([this] {
        work_.reset();
        mailbox_.run_all();  // What it said last.
        console_.tick_with({});
        console_.screen().set_status({});
    });
    console_.tick_with([this] { tick(); });
    while (!work_->is_done()) {
        throw_if_stopped(context_.stop);
        if (const std::optional<Typed> typed = console_.next()) take_while_working(*typed);
        if (turn_) turn_->refresh();
    }
    work_->finish();
}

void ReplShell::tick() {
    constexpr std::chrono::milliseconds patience{150};
    const auto since = Clock::now() - work_began_;
    if (since < patience) return;
    status_.seconds = std::chrono::duration<double>(since).count();
    ++status_.frame;
    status_.is_stopping = work_ && work_->was_stopped();
    const Screen& screen = console_.screen();
    console_.screen().set_status(approval_ ? std::string()
                                           : status_row(status_, screen.width(), screen.theme()));
}

bool ReplShell::stop_work() {
    if (!work_ || work_->is_done()) return false;
    work_->stop();
    tick();
    return true;
}

void ReplShell::expect_database() const {
    if (state_.config.databases.empty())
        throw Failure({Errc::usage, "no database is open", "/use FILE, or /use URL"});
}

void ReplShell::ask_model(std::string question, std::string material) {
    if (work_) throw Failure({Errc::usage, "a question is being answered", "/stop ends that"});
    expect_database();
    state_.last.question = question;  // For /retry, however it ends.
    state_.last.answer = {};          // What is rated or copied is never of another question.
    state_.last.material = material;
    const std::string model =
        wiring_->model_choice().offline ? "the offline planner" : wiring_->model_choice().name;
    turn_.emplace(TurnScreenSetup{.screen = console_.screen(),
                                  .dialect = database().dialect(),
                                  .status = status_,
                                  .model = model,
                                  .quiet = context_.args.quiet,
                                  .cites = state_.show.cite,
                                  .holds = state_.show.strict});
    const AtEnd over([this] {
        turn_->finish();
        turn_.reset();
    });
    PostingSink sink(mailbox_, *turn_);
    chat::Answer answer;
    loop::Agent agent = wiring_->agent();
    agent.is_strict = state_.show.strict;
    wait("asking " + model, [&](const std::stop_token& stop) {
        answer = loop::ask(agent, *conversation_, {.text = question, .material = material},
                           {sink, stop});
    });
    turn_->finish();
    end_turn(answer);
}

void ReplShell::count_turn(const chat::Answer& answer) {
    Spent& spent = state_.spent;  // Its tokens and money are there: see count().
    ++spent.turns;
    spent.model_ms += answer.model_ms;
    spent.sql_ms += answer.sql_ms;
}

void ReplShell::end_turn(const chat::Answer& answer) {
    count_turn(answer);
    state_.last.answer = answer;
    if (!answer.handle.empty()) state_.last.handle = answer.handle;
    bool has_changed_data = false;
    for (const chat::Step& step : answer.workflow) {
        if (!step.sql.empty() && step.error.empty()) state_.last.sql = step.sql;
        has_changed_data = has_changed_data || step.write == "committed";
    }
    for (const chat::Warning& warning : answer.warnings) say("⚠ " + warning.message, Tone::warning);
    for (const OpinionLine& line : opinion_lines(answer, context_.args.quiet))
        say(line.text, line.tone);
    if (const auto wrong = what_is_wrong(answer)) say(wrong->message, Tone::warning);
    if (!context_.args.quiet) say(summary_of(answer, state_.show.timing) + "\n\n", Tone::dim);
    if (has_changed_data) load_catalogs();
}

void ReplShell::run_sql(std::string statement) {
    const database::Limits limits = turn_limits(state_.config.limits).statement;
    tools::Approver* const approver = context_.args.write ? &approver_ : nullptr;
    if (!names_results_only(statement, conversation_->results)) expect_database();
    StatementDone done;
    loop::KeptStatement kept;
    WaitingSink sink(mailbox_, *this);
    try {
        wait("running the statement", [&](const std::stop_token& stop) {
            if (!names_results_only(statement, conversation_->results))
                expect_few_rows(with_config(context_, state_.config, stop), database(), statement);
            done = run_statement({database(), conversation_->results, approver, limits}, statement,
                                 stop);
            const double took = done.rows.milliseconds;
            kept = loop::keep_statement(wiring_->agent(), *conversation_,
                                        {.statement = statement,
                                         .database = done.database,
                                         .touched = done.committed,
                                         .rows = std::move(done.rows),
                                         .milliseconds = took,
                                         .as_of = done.as_of},
                                        {sink, stop});
        });
    } catch (const Failure& failure) {
        throw Failure(with_place_of_table(failure.error()));
    }
    state_.last.sql = statement;
    if (!done.committed.empty()) {
        say("committed: " + done.committed);
        load_catalogs();
    }
    if (kept.result != nullptr) show_result(*kept.result);
    for (const chat::Warning& warning : kept.warnings) say("⚠ " + warning.message, Tone::warning);
    if (kept.why_not_kept)
        say("⚠ not in the conversation yet: " + kept.why_not_kept->message, Tone::warning);
}

void ReplShell::show_result(const results::StoredResult& kept) {
    state_.last.handle = kept.handle;
    show_rows(kept.rows);
    const std::size_t count = kept.rows.row_count();
    if (kept.rows.truncated)
        say(fmt::format("⚠ cut after {} rows; more were there (/limits max_rows N)",
                        with_thousands(count)),
            Tone::warning);
    if (!context_.args.quiet)
        say(fmt::format("{}: {} row{}, {}", kept.handle, with_thousands(count),
                        count == 1 ? "" : "s", time_in_short(kept.rows.milliseconds)),
            Tone::dim);
}

}
