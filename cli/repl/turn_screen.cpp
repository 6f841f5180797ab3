#include "cli/repl/turn_screen.h"

#include "cli/render/call_statement_json.h"
#include "cli/render/sql_highlight.h"
#include "cli/repl/painter.h"
#include "libagent/base/text.h"
#include "libagent/chat/annotated_answer.h"
#include "libagent/loop/turn_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace askdb::cli::repl {
namespace {

/// Of a statement that is shown while it runs; all of it is there with /sql.
constexpr std::size_t most_statement_bytes = 2'000;

/// The rows in `text`, each of which ends with a newline, or the last one without.
void append_rows(std::vector<std::string>& rows, std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        rows.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// `row` in pieces that are no wider than the terminal, each with its own styles: code goes up in
/// rows as long as its lines, but may not be painted so.
void append_folded(std::vector<std::string>& rows, std::string_view row, std::size_t width) {
    std::string piece, styles;
    std::size_t columns = 0;
    while (!row.empty()) {
        if (row.front() == '\x1b') {
            const std::string_view style = row.substr(0, row.find('m') + 1);
            styles = style == "\x1b[0m" ? std::string() : styles + std::string(style);
            piece += style;
            row.remove_prefix(style.empty() ? row.size() : style.size());
            continue;
        }
        const std::string_view text = row.substr(0, row.find('\x1b'));
        std::string_view fits = display_prefix(text, columns < width ? width - columns : 0);
        if (fits.empty() && columns == 0) fits = utf8_prefix(text, 4);  // Too wide for any row.
        piece += fits;
        columns += display_width(fits);
        row.remove_prefix(fits.size());
        if (fits.size() == text.size()) continue;
        rows.push_back(std::exchange(piece, styles) + (styles.empty() ? "" : "\x1b[0m"));
        columns = 0;
    }
    rows.push_back(std::move(piece));
}

}

TurnScreen::TurnScreen(const TurnScreenSetup& setup) : setup_(setup), stream_(make_stream()) {}

MarkdownStream TurnScreen::make_stream() const {
    return MarkdownStream({.width = setup_.screen.width(),
                           .theme = setup_.screen.theme(),
                           .dialect = &setup_.dialect});
}

void TurnScreen::receive(const chat::Event& event) {
    if (std::holds_alternative<chat::SessionStarted>(event)) setup_.status.step = 1;
    if (const auto* token = std::get_if<chat::Token>(&event)) take_token(token->text);
    if (const auto* reset = std::get_if<chat::Reset>(&event)) take_back(reset->reason);
    if (const auto* started = std::get_if<chat::ToolStarted>(&event)) begin_tool(*started);
    if (const auto* finished = std::get_if<chat::ToolFinished>(&event)) end_tool(finished->step);
    if (const auto* saved = std::get_if<chat::ArtifactSaved>(&event)) tell_saved(*saved);
    if (const auto* warning = std::get_if<chat::Warning>(&event)) tell_waiting(*warning);
    if (const auto* completed = std::get_if<chat::Completed>(&event)) complete(completed->answer);
}

/// Rows and statements are kept with every turn; only what was made on purpose is worth a line.
void TurnScreen::tell_saved(const chat::ArtifactSaved& saved) {
    if (saved.kind != "image" || setup_.quiet) return;
    const std::string& where = saved.path.empty() ? saved.name : saved.path;
    setup_.screen.print(setup_.screen.theme().paint(Style::dim, "saved: " + visible(where)));
}

/// Other warnings belong to the answer, and are told with it.
void TurnScreen::tell_waiting(const chat::Warning& warning) {
    if (warning.check == loop::waiting_check)
        setup_.screen.print(setup_.screen.theme().paint(Style::dim, visible(warning.message)));
}

void TurnScreen::take_token(const std::string& text) {
    if (!setup_.holds) return take_text(text);
    held_ += text;
    setup_.status.doing = "checking the answer";
}

void TurnScreen::take_text(const std::string& text) {
    streamed_ += text;
    stream_.feed(text);
    has_news_ = true;
}

void TurnScreen::take_back(const std::string& reason) {
    if (!setup_.holds) return withdraw();
    const std::string held = std::exchange(held_, {});
    tell_aside(reason == chat::failed_checks_reason ? chat::taken_back_words : trim(held));
    setup_.status.doing = "asking " + setup_.model;
}

/// What the model said on its way to a tool is no answer, and dim.
void TurnScreen::tell_aside(std::string_view words) {
    if (words.empty() || setup_.quiet) return;
    for (const std::string& line : split(visible(words, true), '\n'))
        setup_.screen.print(setup_.screen.theme().paint(Style::dim, line));
}

void TurnScreen::withdraw() {
    const std::string said(trim(streamed_));
    streamed_.clear();
    rows_.clear();
    has_gone_up_ = false;
    stream_ = make_stream();
    setup_.screen.set_tail({});
    tell_aside(said);
}

void TurnScreen::begin_tool(const chat::ToolStarted& started) {
    setup_.status.doing = visible(started.message);
    const std::string sql = statement_of_call(started.arguments);
    if (sql.empty() || setup_.quiet) return;
    setup_.screen.print(
        highlighted_sql(trim(sql), setup_.dialect, setup_.screen.theme(), most_statement_bytes));
}

void TurnScreen::end_tool(const chat::Step& step) {
    const Theme& theme = setup_.screen.theme();
    setup_.status.step = step.step + 1;
    setup_.status.doing = "asking " + setup_.model;
    if (step.rows) setup_.status.rows = setup_.status.rows.value_or(0) + *step.rows;
    if (!step.touched.empty())
        setup_.screen.print(theme.paint(Style::plain, "committed: " + visible(step.touched)));
    if (!step.error.empty() && !setup_.quiet) {
        setup_.screen.print(
            theme.paint(Style::warning, fmt::format("{}: {}", step.tool, visible(step.error))));
    } else if (!step.handle.empty() && !setup_.quiet) {
        setup_.screen.print(theme.paint(
            Style::dim,
            fmt::format("{}: {} row{}{}, {}", step.handle, with_thousands(step.rows.value_or(0)),
                        step.rows == std::size_t{1} ? "" : "s", step.truncated ? " (cut)" : "",
                        time_in_short(step.milliseconds))));
    }
}

void TurnScreen::complete(const chat::Answer& answer) {
    const std::string text = chat::annotated_response(answer, setup_.cites);
    if (setup_.holds) return show_anew(text);
    // What did not stream, or streamed otherwise.
    if (trim(streamed_) != trim(answer.response)) {
        withdraw();
        take_text(answer.response);
    }
    if (text == answer.response) return;
    if (!has_gone_up_) return show_anew(text);
    stream_.finish();  // What is in doubt is told below it, with the warnings.
    if (const std::string list = setup_.cites ? chat::sources(answer) : ""; !list.empty())
        take_text("\n" + list);
}

/// In place of all that streamed.
void TurnScreen::show_anew(const std::string& text) {
    streamed_.clear();
    rows_.clear();
    stream_ = make_stream();
    take_text(text);
}

void TurnScreen::keep_rows() {
    const std::size_t room = setup_.screen.room_for_tail();
    std::size_t taken = 0, count = rows_.size();
    while (count > 0) {
        taken += count_folded_rows(rows_[count - 1], setup_.screen.width());
        if (taken > room) break;
        --count;
    }
    print_rows(count);
}

/// The first so many of the finished ones go up, where nothing changes them any more.
void TurnScreen::print_rows(std::size_t count) {
    if (count == 0) return;
    std::string kept;
    for (std::size_t i = 0; i < count; ++i) kept += rows_[i] + '\n';
    rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(count));
    has_gone_up_ = true;
    setup_.screen.print(kept);
}

void TurnScreen::refresh() {
    if (!std::exchange(has_news_, false) || setup_.screen.is_plain()) return;
    append_rows(rows_, stream_.take_finished());
    keep_rows();
    std::vector<std::string> tail;
    for (const std::string& row : rows_) append_folded(tail, row, setup_.screen.width());
    append_rows(tail, stream_.tail());
    setup_.screen.set_tail(std::move(tail));
}

void TurnScreen::resized() {
    if (!has_gone_up_) {
        rows_.clear();
        stream_ = make_stream();
        stream_.feed(streamed_);
    } else {  // The terminal folds what has gone up, and what had ended goes there.
        append_rows(rows_, stream_.take_finished());
        print_rows(rows_.size());
        stream_.resize(setup_.screen.width());
    }
    has_news_ = true;
    refresh();
}

void TurnScreen::finish() {
    stream_.finish();
    append_rows(rows_, stream_.take_finished());
    setup_.screen.set_tail({});
    print_rows(rows_.size());
}

}
