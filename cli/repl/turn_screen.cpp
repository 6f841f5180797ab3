#include "cli/repl/turn_screen.h"

#include "cli/render/call_statement_json.h"
#include "cli/render/sql_highlight.h"
#include "libagent/base/text.h"

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

}

TurnScreen::TurnScreen(const TurnScreenSetup& setup) : setup_(setup), stream_(make_stream()) {}

MarkdownStream TurnScreen::make_stream() const {
    return MarkdownStream({.width = setup_.screen.width(),
                           .theme = setup_.screen.theme(),
                           .dialect = &setup_.dialect});
}

void TurnScreen::receive(const chat::Event& event) {
    if (std::holds_alternative<chat::SessionStarted>(event)) setup_.status.step = 1;
    if (const auto* token = std::get_if<chat::Token>(&event)) take_text(token->text);
    if (std::holds_alternative<chat::Reset>(event)) withdraw();
    if (const auto* started = std::get_if<chat::ToolStarted>(&event)) begin_tool(*started);
    if (const auto* finished = std::get_if<chat::ToolFinished>(&event)) end_tool(finished->step);
    if (const auto* saved = std::get_if<chat::ArtifactSaved>(&event)) tell_saved(*saved);
    if (const auto* completed = std::get_if<chat::Completed>(&event)) complete(completed->answer);
}

/// Rows and statements are kept with every turn; only what was made on purpose is worth a line.
void TurnScreen::tell_saved(const chat::ArtifactSaved& saved) {
    if (saved.kind != "image" || setup_.quiet) return;
    const std::string& where = saved.path.empty() ? saved.name : saved.path;
    setup_.screen.print(setup_.screen.theme().paint(Style::dim, "saved: " + visible(where)));
}

void TurnScreen::take_text(const std::string& text) {
    streamed_ += text;
    stream_.feed(text);
    has_news_ = true;
}

/// What the model said on its way to a tool is no answer, and dim.
void TurnScreen::withdraw() {
    const std::string said(trim(streamed_));
    streamed_.clear();
    rows_.clear();
    stream_ = make_stream();
    setup_.screen.set_tail({});
    if (said.empty() || setup_.quiet) return;
    for (const std::string& line : split(visible(said, true), '\n'))
        setup_.screen.print(setup_.screen.theme().paint(Style::dim, line));
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
    // What did not stream, or streamed otherwise.
    if (trim(streamed_) == trim(answer.response)) return;
    withdraw();
    take_text(answer.response);
}

void TurnScreen::keep_rows() {
    const std::size_t room = setup_.screen.room_for_tail();
    std::string kept;
    std::size_t count = rows_.size() > room ? rows_.size() - room : 0;
    for (std::size_t i = 0; i < count; ++i) kept += rows_[i] + '\n';
    rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(count));
    if (!kept.empty()) setup_.screen.print(kept);
}

void TurnScreen::refresh() {
    if (!std::exchange(has_news_, false) || setup_.screen.is_plain()) return;
    append_rows(rows_, stream_.take_finished());
    keep_rows();
    std::vector<std::string> tail = rows_;
    append_rows(tail, stream_.tail());
    setup_.screen.set_tail(std::move(tail));
}

void TurnScreen::resized() {
    // They are folded for the old width; the terminal folds what has gone up.
    std::string kept;
    for (const std::string& row : std::exchange(rows_, {})) kept += row + '\n';
    if (!kept.empty()) setup_.screen.print(kept);
    stream_.resize(setup_.screen.width());
    has_news_ = true;
    refresh();
}

void TurnScreen::finish() {
    stream_.finish();
    append_rows(rows_, stream_.take_finished());
    std::string kept;
    for (const std::string& row : std::exchange(rows_, {})) kept += row + '\n';
    setup_.screen.set_tail({});
    if (!kept.empty()) setup_.screen.print(kept);
}

}
