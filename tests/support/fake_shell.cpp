#include "tests/support/fake_shell.h"

#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"
#include "libagent/loop/typed_statement.h"
#include "libagent/results/writer.h"
#include "sessions/memory_store.h"
#include "tests/support/recording_sink.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace askdb::test {
namespace {

cli::Config config_of(const std::string& path) {
    cli::Config config;
    config.databases = {path};
    return config;
}

}

FakeShell::FakeShell(cli::Config config, Variables variables)
    : kept(sessions::make_memory_store()),
      environment_(std::move(variables)),
      nowhere_(::open("/dev/null", O_WRONLY | O_CLOEXEC)),
      output_(nowhere_),
      messages_(nowhere_, false),
      first_config_(std::move(config)),
      program_{args_, first_config_, environment_, terminal_, output_, messages_, {}} {
    args_.command = cli::find_command("ask");
    state_.config = first_config_;
    rewire();
    begin_conversation();
    rewired = 0;
}

FakeShell::FakeShell(const std::string& path) : FakeShell(config_of(path)) {}

FakeShell::~FakeShell() {
    ::close(nowhere_);
}

void FakeShell::type(std::string_view typed) {
    out.clear();
    said.clear();
    error.reset();
    was_stopped = false;
    const std::size_t end = std::min(typed.find(' '), typed.size());
    const auto* const command = cli::repl::find_slash_command(typed.substr(0, end));
    try {
        if (command == nullptr) throw Failure({Errc::usage, "no such command"});
        command->run(*this, trim(typed.substr(end)));
    } catch (const Failure& failure) {
        error = failure.error();
    } catch (const Stopped&) {
        was_stopped = true;
    }
}

void FakeShell::say(std::string_view text, cli::Tone) {
    said.append(text).append("\n");
}

void FakeShell::print(std::string_view text) {
    out.append(text);
}

void FakeShell::print_markdown(std::string_view text) {
    out.append(text);
}

void FakeShell::show_rows(const database::Rows& rows, std::string_view null_text) {
    results::StringSink sink;
    results::write_rows(*results::find_writer("csv"), rows, {.null_text = null_text}, sink);
    out += sink.text;
}

std::optional<std::string> FakeShell::ask_person(std::string_view prompt) {
    asked.emplace_back(prompt);
    if (answers.empty()) return std::nullopt;
    std::string answer = std::move(answers.front());
    answers.pop_front();
    return answer;
}

void FakeShell::prefill(std::string text) {
    line = std::move(text);
}

void FakeShell::lend_terminal(const std::function<void()>& work) {
    work();
}

bool FakeShell::copy_by_terminal(std::string_view text) {
    if (has_clipboard) clipboard.emplace_back(text);
    return has_clipboard;
}

std::vector<std::string> FakeShell::history() const {
    return typed_before;
}

void FakeShell::wait(std::string_view doing, const std::function<void(std::stop_token)>& work) {
    if (on_wait) on_wait(std::string(doing));
    work(stop.get_token());
}

void FakeShell::ask_model(std::string question, std::string material) {
    state_.last.question = question;
    state_.last.material = std::move(material);
    questions.push_back(std::move(question));
}

void FakeShell::run_sql(std::string statement) {
    database::Rows rows = database().query(statement, {}, stop.get_token()).value_or_throw();
    const loop::Agent& wired = wiring_->agent();
    const loop::Agent agent{wired.model, wired.databases, *kept, wired.limits, {}, log_};
    RecordingSink sink;
    const loop::KeptStatement done = loop::keep_statement(
        agent, *conversation_,
        {.statement = statement, .database = database().name(), .rows = std::move(rows)},
        {sink, stop.get_token()});
    state_.last.handle = done.result->handle;
    state_.last.sql = std::move(statement);
    show_rows(done.result->rows, "NULL");
}

bool FakeShell::stop_work() {
    return stop.request_stop();
}

cli::repl::ShellState& FakeShell::state() {
    return state_;
}

const cli::CommandContext& FakeShell::program() const {
    return program_;
}

const cli::Wiring& FakeShell::wiring() const {
    return *wiring_;
}

database::Database& FakeShell::database() {
    return *wiring_->agent().databases.front();
}

loop::Conversation& FakeShell::conversation() {
    return *conversation_;
}

session::SessionArchive& FakeShell::archive() {
    return *kept;
}

void FakeShell::rewire() {
    wiring_ = std::make_unique<cli::Wiring>(cli::with_config(program_, state_.config, {}),
                                            cli::WiringNeeds{.log = log_});
    ++rewired;
}

void FakeShell::open_conversation(const session::SessionKey& key) {
    conversation_.reset(
        new loop::Conversation{.session_id = key.id, .results = {}, .user = key.user});
}

void FakeShell::begin_conversation() {
    open_conversation({.user = {}, .id = session::new_session_id()});
}

void FakeShell::leave() {
    has_left = true;
}

}
