// What answers: databases, model, conversation.
#include "cli/args.h"
#include "cli/doors.h"
#include "cli/help.h"
#include "cli/repl/input_rows.h"
#include "cli/repl/repl_shell.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace askdb::cli::repl {

std::unique_ptr<Wiring> ReplShell::make_wiring(const Wiring* same_databases) {
    const CommandContext context = with_config(context_, state_.config, context_.stop);
    return std::make_unique<Wiring>(
        context, WiringNeeds{.log = log_,
                             .approver = context_.args.write ? &approver_ : nullptr,
                             .databases = {.may_have_none = true},
                             .on_reply = [this](const models::ModelReply& reply) { count(reply); },
                             .sessions = archive_.get(),
                             .same_databases = same_databases});
}

/// For the line of status; of any thread.
void ReplShell::count(const models::ModelReply& reply) {
    mailbox_.post([this, tokens = reply.usage.total(), cost = reply.cost_usd] {
        status_.tokens += tokens;
        if (cost) status_.cost_usd = status_.cost_usd.value_or(0) + *cost;
    });
}

void ReplShell::rewire() {
    if (work_) throw Failure({Errc::usage, "something is running", "/stop, or wait until it ends"});
    const bool is_same = state_.config.databases == wired_databases_ &&
                         state_.config.limits.timeout == wired_timeout_;
    std::unique_ptr<Wiring> made = make_wiring(is_same ? wiring_.get() : nullptr);
    if (!is_same) loader_ = {};  // It reads what goes away now.
    wiring_ = std::move(made);
    wired_databases_ = state_.config.databases;
    wired_timeout_ = state_.config.limits.timeout;
    if (!is_same) load_catalogs();
}

void ReplShell::load_catalogs() {
    loader_ = {};
    catalog_ = nullptr;
    const int round = ++catalog_round_;
    const auto databases = wiring_->agent().databases;
    try {
        loader_ = std::jthread([this, databases, round](const std::stop_token& stop) {
            for (database::Database* database : databases) {
                CatalogNews news{.round = round, .database = database};
                try {
                    news.catalog = &database->catalog(stop);
                } catch (const std::exception&) {
                    news.error = error_of(std::current_exception());
                    if (!news.error) return;  // Stopped.
                }
                mailbox_.post([this, news] { take_catalog(news); });
            }
        });
    } catch (const std::system_error&) {  // Too few threads: a turn loads it when it needs it.
    }
}

void ReplShell::take_catalog(const CatalogNews& news) {
    if (news.round != catalog_round_) return;  // The database may be gone.
    const bool is_first = news.database == &database();
    if (news.error) {
        end_greeting();
        say(fmt::format("⚠ {}", news.error->message), Tone::warning);
        if (!news.error->hint.empty()) say("  " + news.error->hint, Tone::dim);
        return;
    }
    if (is_first) catalog_ = news.catalog;
    if (greeting_.empty()) return;
    const std::size_t tables = news.catalog->tables.size();
    greeting_.push_back(fmt::format("{}: {} table{}", visible(news.database->name()),
                                    with_thousands(tables), tables == 1 ? "" : "s"));
    show_greeting();
    if (news.database == wiring_->agent().databases.back()) end_greeting();
}

void ReplShell::greet() {
    if (context_.args.quiet) return;
    const ModelChoice& model = wiring_->model_choice();
    greeting_.push_back(fmt::format("{} · {} · /help, Ctrl-D leaves", version_text(),
                                    model.offline ? "offline planner" : visible(model.name)));
    if (state_.config.databases.empty())
        greeting_.emplace_back("No database is open: /use FILE, or /use URL");
    show_greeting();
}

void ReplShell::show_greeting() {
    std::vector<std::string> rows;
    for (const std::string& line : greeting_) {
        for (const std::string& row : folded_rows(line, console_.screen().width() - 1))
            rows.push_back(console_.screen().theme().paint(Style::dim, row));
    }
    console_.screen().set_tail(std::move(rows));
}

/// What was told at the beginning goes up, and does not change any more.
void ReplShell::end_greeting() {
    if (greeting_.empty()) return;
    console_.screen().set_tail({});
    for (const std::string& line : std::exchange(greeting_, {})) say(line, Tone::dim);
}

void ReplShell::open_conversation(const session::SessionKey& key) {
    auto opened = std::unique_ptr<loop::Conversation>(
        new loop::Conversation{.session_id = key.id, .results = {}, .user = key.user});
    conversation_ = std::move(opened);
    state_.last = {};
    show_last_exchange();
}

void ReplShell::show_last_exchange() {
    const std::vector<session::Turn> turns = archive_->load(conversation_->key());
    if (turns.empty()) return;
    const session::Turn& last = turns.back();
    state_.last.question = last.question;
    state_.last.answer = last.answer;
    state_.last.handle = last.answer.handle;
    for (const chat::Step& step : last.answer.workflow) {
        if (!step.sql.empty() && step.error.empty()) state_.last.sql = step.sql;
    }
    say(fmt::format("{} turn{} so far; the last one:", turns.size(), turns.size() == 1 ? "" : "s"),
        Tone::dim);
    say("> " + last.question, Tone::dim);
    print_markdown(last.answer.response);
}

}
