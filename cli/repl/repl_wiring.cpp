// What answers: databases, model, conversation.
#include "cli/args.h"
#include "cli/doors.h"
#include "cli/help.h"
#include "cli/init/example.h"
#include "cli/repl/kept_turns.h"
#include "cli/repl/other_database.h"
#include "cli/repl/repl_hint.h"
#include "cli/repl/repl_shell.h"
#include "libagent/base/text.h"
#include "libagent/chat/annotated_answer.h"
#include "libagent/loop/resume.h"

#include <fmt/format.h>

#include <algorithm>
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
                             .same_databases = same_databases,
                             .next_steps = {.all_rows = "all of them: /results {}, or /save FILE",
                                            .other_model = "choose a language model with "
                                                           "/model VENDOR:MODEL"},
                             .ledger = ledger_.get()});
}

/// Every reply, since a turn that is stopped or fails is paid for too; of any thread.
void ReplShell::count(const models::ModelReply& reply) {
    mailbox_.post([this, usage = reply.usage, cost = reply.cost_usd] {
        status_.tokens += usage.total();
        if (cost) status_.cost_usd = status_.cost_usd.value_or(0) + *cost;
        Spent& spent = state_.spent;
        spent.usage += usage;
        spent.cost_usd += cost.value_or(0);
        spent.has_unpriced = spent.has_unpriced || (!cost && usage.total() > 0);
    });
}

void ReplShell::rewire() {
    if (work_) throw Failure({Errc::usage, "something is running", "/stop, or wait until it ends"});
    const bool is_same = state_.config.databases == wired_databases_ &&
                         state_.config.limits.timeout == wired_timeout_ &&
                         state_.config.sharing.shows_values() == wired_shows_values_;
    std::unique_ptr<Wiring> made = make_wiring(is_same ? wiring_.get() : nullptr);
    if (!is_same) catalogs_.stop();  // It reads what goes away now.
    wiring_ = std::move(made);
    wired_databases_ = state_.config.databases;
    wired_timeout_ = state_.config.limits.timeout;
    wired_shows_values_ = state_.config.sharing.shows_values();
    if (!is_same) load_catalogs();
}

void ReplShell::load_catalogs() {
    catalogs_.load(wiring_->agent().databases);
}

void ReplShell::take_catalog(const CatalogLoader::News& news) {
    if (news.error) {
        end_greeting();
        say(fmt::format("⚠ {}", news.error->message), Tone::warning);
        if (!news.error->hint.empty()) say("  " + repl_hint(news.error->hint), Tone::dim);
        return;
    }
    if (!news.is_default || !greeting_) return;
    greeting_->tables = news.catalog->tables.size();
    show_greeting();
    end_greeting();
}

void ReplShell::greet() {
    if (context_.args.quiet) return;
    const auto databases = wiring_->agent().databases;
    const bool has_database = !state_.config.databases.empty();
    const ModelChoice& model = wiring_->model_choice();
    greeting_ = {.version = version_text(),
                 .database = has_database ? databases.front()->name() : std::string(),
                 .dialect = std::string(databases.front()->dialect().title),
                 .databases = has_database ? databases.size() : 0,
                 .model = model.offline ? std::string() : model.name,
                 .has_config = has_config_file(),
                 .goes_on = first_.is_resumed,
                 .can_make_example = find_example_script().has_value()};
    show_greeting();
    // What cannot be painted over waits for nothing, nor does what is to stand above more.
    if (!has_database || console_.screen().is_plain() || first_.is_resumed) end_greeting();
}

/// A table that only another database has is named there.
Error ReplShell::with_place_of_table(Error error) const {
    std::vector<std::string> names;
    for (const database::Database* database : wiring_->agent().databases)
        names.push_back(database->name());
    std::string hint =
        other_database_hint(error, catalogs_.catalogs(), names, state_.config.databases);
    if (!hint.empty()) error.hint = std::move(hint);
    return error;
}

bool ReplShell::has_config_file() const {
    const std::vector<ConfigPlace> places = config_places(context_.args, context_.environment);
    return std::any_of(places.begin(), places.end(),
                       [](const ConfigPlace& place) { return place.exists; });
}

/// As long as the number of tables may still come, it can change.
void ReplShell::show_greeting() {
    if (console_.screen().is_plain()) return;
    greeting_->width = console_.screen().width();
    std::vector<std::string> rows = split(trim(welcome_text(*greeting_)), '\n');
    for (std::string& row : rows) row = console_.screen().theme().paint(Style::dim, row);
    console_.screen().set_tail(std::move(rows));
}

void ReplShell::end_greeting() {
    if (!greeting_) return;
    console_.screen().set_tail({});
    say(welcome_text(*std::exchange(greeting_, std::nullopt)), Tone::dim);
}

void ReplShell::open_conversation(const session::SessionKey& key) {
    auto opened = std::unique_ptr<loop::Conversation>(
        new loop::Conversation{.session_id = key.id, .results = {}, .user = key.user});
    std::vector<Error> lost;
    wait("opening the conversation",
         [&](const std::stop_token&) { lost = loop::resume(*opened, *archive_); });
    conversation_ = std::move(opened);
    state_.last = {};
    for (const Error& error : lost) say("⚠ " + error.message, Tone::warning);
    show_last_exchange();
}

void ReplShell::show_last_exchange() {
    std::vector<session::Turn> turns;
    wait("reading the conversation",
         [&](const std::stop_token&) { turns = archive_->load(conversation_->key()); });
    if (turns.empty()) return;
    const session::Turn& last = turns.back();
    state_.last = last_turn_of(turns);
    say(fmt::format("{} turn{} so far; the last one:", turns.size(), turns.size() == 1 ? "" : "s"),
        Tone::dim);
    say("> " + last.question, Tone::dim);
    print_markdown(chat::annotated_response(last.answer, state_.show.cite));
}

}
