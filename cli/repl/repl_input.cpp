// What is typed: lines, interrupts, answers.
#include "cli/doors.h"
#include "cli/repl/completer.h"
#include "cli/repl/completion_words.h"
#include "cli/repl/history_filter.h"
#include "cli/repl/misread_input.h"
#include "cli/repl/repl_shell.h"
#include "cli/repl/shell_line.h"
#include "cli/repl/slash_command.h"
#include "cli/repl/text_files.h"
#include "cli/terminal_approver.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace askdb::cli::repl {

void ReplShell::run() {
    greet();
    console_.begin_line(usual_prompt());
    console_.screen().paint();
    load_catalogs();
    if (first_.is_resumed) {
        open_conversation(first_.key);
        tell_lost_lines();
        begin_next_line();
    }
    kept_words_.refresh(conversation_->key());
    while (!has_left_) {
        throw_if_stopped(context_.stop);
        if (!waiting_.empty()) {
            run_waiting();
            continue;
        }
        console_.show_prompt();
        if (const std::optional<Typed> typed = console_.next()) take(*typed);
    }
}

/// The first line that was typed while something else ran.
void ReplShell::run_waiting() {
    const std::string text = std::move(waiting_.front());
    waiting_.pop_front();
    show_waiting();
    const SavedLine typed{usual_prompt(), console_.editor().line()};
    console_.screen().set_input({.text = text, .cursor = text.size()});
    console_.keep_line();
    begin_saved_line(typed);
    run_input(text);
    begin_next_line();
}

/// What was typed meanwhile stays.
void ReplShell::begin_next_line() {
    if (has_left_) return;
    kept_words_.refresh(conversation_->key());
    SavedLine next{usual_prompt(), console_.editor().line()};
    if (!prefilled_.empty()) {
        next.line = {.text = prefilled_, .cursor = prefilled_.size()};
        prefilled_.clear();
    }
    begin_saved_line(next);
}

void ReplShell::take(const Typed& typed) {
    if (const auto* line = std::get_if<TypedLine>(&typed)) return take_line(line->text);
    if (std::holds_alternative<TypedInterrupt>(typed)) return take_interrupt();
    if (std::holds_alternative<TypedEnd>(typed)) return leave();
    if (std::holds_alternative<TypedTooMuch>(typed))
        say("That is too long for a line: at most 1 MiB", Tone::warning);
}

void ReplShell::take_line(const std::string& text) {
    was_interrupted_ = false;
    end_greeting();
    console_.keep_line();
    remember(text);
    run_input(text);
    begin_next_line();
}

/// With text in the line: away with it. At an empty prompt the second one leaves.
void ReplShell::take_interrupt() {
    end_greeting();
    const bool was_empty = console_.editor().line().text.empty();
    console_.keep_line("^C");
    if (was_empty && std::exchange(was_interrupted_, was_empty)) return leave();
    was_interrupted_ = was_empty;
    if (was_empty) say("(once more, or Ctrl-D, leaves)", Tone::dim);
}

void ReplShell::remember(const std::string& text) {
    if (!is_kept_in_history(text, typed_before_.empty() ? std::string() : typed_before_.back()))
        return;
    typed_before_.push_back(text);
    console_.editor().remember(text);
    history_.append(text);
    if (const std::string trouble = history_.take_trouble(); !trouble.empty())
        say(trouble, Tone::dim);
}

void ReplShell::run_input(const std::string& text) {
    try {
        const std::vector<Input> parts = classify(text, database().dialect());
        if (auto error = misread_input(parts)) throw Failure(std::move(*error));
        for (const Input& part : parts) {
            run_part(part);
            if (has_left_) break;
        }
    } catch (const std::exception&) {
        const std::optional<Error> error = error_of(std::current_exception());
        throw_if_stopped(context_.stop);
        if (error) {
            tell(*error);
        } else {
            say("stopped", Tone::dim);
        }
    }
    if (!work_) tell_lost_lines();
}

/// Also where the work was too quick to be stopped, or failed instead.
void ReplShell::tell_lost_lines() {
    const std::size_t lost = std::exchange(lost_lines_, 0);
    if (lost == 0) return;
    say(fmt::format("what waited ({} line{}) does not run", lost, lost == 1 ? "" : "s"), Tone::dim);
}

void ReplShell::run_part(const Input& part) {
    if (const auto* question = std::get_if<Question>(&part)) return ask_typed(question->text);
    if (const auto* command = std::get_if<Command>(&part)) return run_command(*command);
    if (const auto* statement = std::get_if<Statement>(&part)) {
        const auto before = state_.show.expanded;
        if (statement->is_expanded) state_.show.expanded = Expanded::on;
        try {
            run_sql(statement->sql);
        } catch (...) {
            state_.show.expanded = before;
            throw;
        }
        state_.show.expanded = before;
        return;
    }
    run_in_shell(std::get<ShellLine>(part).command);
}

void ReplShell::run_in_shell(const std::string& line) {
    ShellEnd end;
    lend_terminal(
        [&] { end = run_shell_line(line, context_.environment.get("SHELL")).value_or_throw(); });
    if (const std::string words = end.words(); !words.empty())
        say("the command " + words, Tone::warning);
}

/// The texts of files, as they go along with a question.
std::string ReplShell::read_texts(const std::vector<std::string>& paths) {
    if (paths.empty()) return {};
    if (wiring_->model_choice().offline)
        throw Failure({Errc::no_answer,
                       fmt::format("the built-in planner cannot use the text of '{}'",
                                   visible(paths.front())),
                       "choose a model: /model VENDOR:MODEL"});
    std::string texts;
    wait("reading the files", [&](const std::stop_token& stop) {
        texts = read_text_files(paths, stop).value_or_throw();
    });
    return texts;
}

/// `@file.csv` opens the file beside what is open, `@table` names one for certain, and the text of
/// `@notes.txt` goes along.
void ReplShell::ask_typed(const std::string& question) {
    if (question.find('@') == std::string::npos) return ask_model(question, {});
    ReferenceSources sources{.databases = catalogs_.catalogs(),
                             .open_files = state_.config.databases,
                             .home = context_.environment.get("HOME")};
    for (const results::StoredResult& result : conversation_->results.all())
        sources.handles.push_back(result.handle);
    ResolvedQuestion resolved = resolve_references(question, sources).value_or_throw();
    std::string texts = read_texts(resolved.texts);
    if (!resolved.files.empty()) {
        const std::vector<std::string> before = state_.config.databases;
        std::vector<std::string>& databases = state_.config.databases;
        databases.insert(databases.end(), resolved.files.begin(), resolved.files.end());
        try {
            rewire();
        } catch (const std::exception&) {
            databases = before;
            throw;
        }
    }
    ask_model(std::move(resolved.text), std::move(texts));
}

void ReplShell::run_command(const Command& command) {
    const SlashCommand* found = find_slash_command(command.typed);
    if (found == nullptr) throw Failure(unknown_slash_command(command.typed));
    found->run(*this, command.arguments);
}

// While something runs.

bool ReplShell::runs_while_working(const std::string& text) const {
    const std::vector<Input> parts = classify(text, wiring_->agent().databases.front()->dialect());
    const bool is_one = parts.size() == 1 && std::holds_alternative<Command>(parts.front());
    if (!is_one) return false;
    const SlashCommand* command = find_slash_command(std::get<Command>(parts.front()).typed);
    return command == nullptr || command->while_working;
}

void ReplShell::take_while_working(const Typed& typed) {
    const auto* line = std::get_if<TypedLine>(&typed);
    if (approval_) {
        if (line != nullptr) console_.keep_line();
        if (line != nullptr)
            return answer_approval(means_yes(line->text) ? tools::Approval::yes
                                                         : tools::Approval::no);
        const bool is_no = std::holds_alternative<TypedInterrupt>(typed) ||
                           std::holds_alternative<TypedEnd>(typed);
        if (is_no) {
            console_.keep_line("^C");
            answer_approval(tools::Approval::no);
        }
        return;
    }
    if (std::holds_alternative<TypedEnd>(typed)) {
        stop_work();
        return leave();
    }
    if (std::holds_alternative<TypedInterrupt>(typed)) {
        stop_work();
        lost_lines_ += std::exchange(waiting_, {}).size();
        return show_waiting();
    }
    if (line == nullptr) return take(typed);
    remember(line->text);
    if (runs_while_working(line->text)) {
        console_.keep_line();
        return run_input(line->text);
    }
    console_.editor().begin();
    console_.refresh_input();
    if (!trim(line->text).empty()) waiting_.push_back(line->text);
    show_waiting();
}

void ReplShell::show_waiting() {
    std::vector<std::string> rows;
    for (const std::string& text : waiting_) {
        const std::string row = "waits: " + visible(text);
        rows.emplace_back(display_prefix(row, console_.screen().width() - 1));
    }
    console_.screen().set_waiting(std::move(rows));
}

// Approval.

void ReplShell::begin_approval(PersonApprover::Request request) {
    approval_ = std::move(request);
    before_approval_ = {console_.prompt(), console_.editor().line()};
    say(fmt::format("This statement {} in '{}':",
                    approval_->was_run() ? "was run, and waits for a commit" : "is to run",
                    clipped(approval_->database(), 80)));
    std::string framed = framed_statement(approval_->sql(), console_.screen().width());
    say(framed);
    say(approval_->touches());
    for (const std::string& warning : approval_->warnings()) say("⚠ " + warning, Tone::warning);
    // What was typed before the question was to be seen answers nothing.
    console_.drop_typed();
    console_.begin_line(approval_->was_run() ? "commit? [y/N] " : "run it? [y/N] ");
    console_.show_prompt();
}

void ReplShell::drop_approval(const PersonApprover::Request& request) {
    if (approval_ != request) return;
    console_.keep_line();
    answer_approval(tools::Approval::no_answer);
}

void ReplShell::answer_approval(tools::Approval approval) {
    std::exchange(approval_, nullptr)->answer(approval);
    begin_saved_line(before_approval_);
}

// Completion.

Replacement ReplShell::complete_line(std::string_view text, std::size_t cursor) const {
    const Completion found =
        complete(text, cursor,
                 completion_sources(
                     {*wiring_, state_, *conversation_, kept_words_, catalogs_.default_catalog()}));
    const std::string_view typed = text.substr(found.begin, cursor - found.begin);
    if (found.candidates.empty()) return {.begin = cursor};
    if (found.candidates.size() == 1)
        return {.begin = found.begin, .text = found.candidates.front() + found.append};
    std::string common = common_beginning(found);
    const bool is_more = common.size() > typed.size();
    return {.begin = is_more ? found.begin : cursor,
            .text = is_more ? std::move(common) : std::string(),
            .choices = found.shown.empty() ? found.candidates : found.shown};
}

}
