#include "cli/render/answer_text.h"

#include "cli/render/text_joiner.h"
#include "libagent/base/text.h"
#include "libagent/chat/annotated_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace askdb::cli {
namespace {

std::string harmless(std::string_view text) {
    TextJoiner joiner;
    std::string out = joiner.feed(text);
    return out + joiner.finish();
}

/// To the beginning of the first of so many rows, of which the cursor stands in the last; they are
/// empty then.
std::string back_over_rows(std::size_t rows) {
    return rows > 1 ? fmt::format("\r\x1b[{}A\x1b[J", rows - 1) : std::string("\r\x1b[J");
}

/// The rows that a screen of that height has room for, below a row that is left alone.
std::string last_rows(std::string text, std::size_t height) {
    std::size_t begin = text.size();
    for (std::size_t rows = 1; begin != std::string::npos; ++rows) {
        begin = begin == 0 ? std::string::npos : text.rfind('\n', begin - 1);
        if (begin != std::string::npos && rows + 1 >= height) return text.substr(begin + 1);
    }
    return text;
}

/// What turns `before`, rows that the cursor stands at the end of, into `after`.
std::string rewritten(std::string_view before, std::string_view after) {
    if (after.starts_with(before)) return std::string(after.substr(before.size()));
    // Rows that stay the same are not touched.
    std::size_t same = 0;
    while (same < before.size() && same < after.size() && before[same] == after[same]) ++same;
    const std::size_t newline = same == 0 ? std::string_view::npos : after.rfind('\n', same - 1);
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    const std::vector<std::string> rows = split(after.substr(begin), '\n');
    const std::string_view changed = before.substr(begin);
    const auto old = static_cast<std::size_t>(std::count(changed.begin(), changed.end(), '\n')) + 1;
    if (rows.size() < old) return back_over_rows(old).append(after.substr(begin));
    // Row by row: tmux keeps a whole screen that is erased at once among what has scrolled away.
    std::string out = old > 1 ? fmt::format("\r\x1b[{}A", old - 1) : std::string("\r");
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (row > 0) out += '\n';
        if (row < old) out += "\x1b[K";
        out += rows[row];
    }
    return out;
}

}

std::optional<std::size_t> rows_taken(std::string_view text, std::size_t width) {
    if (width == 0 || text.find('\t') != std::string_view::npos) return std::nullopt;
    std::size_t rows = 0;
    for (const std::string& line : split(text, '\n')) {
        const std::size_t columns = display_width(line);
        const bool ascii = columns == line.size();
        if (columns > width && !ascii) return std::nullopt;
        rows += std::max<std::size_t>(1, (columns + width - 1) / width);
    }
    return rows;
}

void PlainAnswer::receive(const chat::Event& event) {
    const auto* completed = std::get_if<chat::Completed>(&event);
    if (completed == nullptr) return;
    const std::string text = harmless(chat::annotated_response(completed->answer, cites_));
    output_.write(text);
    if (!text.ends_with('\n')) output_.write("\n");
    output_.flush();
}

void StreamedAnswer::receive(const chat::Event& event) {
    if (const auto* token = std::get_if<chat::Token>(&event))
        options_.holds ? hold(token->text) : stream(token->text);
    if (const auto* reset = std::get_if<chat::Reset>(&event))
        options_.holds ? drop_held(reset->reason) : withdraw(!options_.quiet);
    if (std::holds_alternative<chat::ToolStarted>(event)) make_room();
    if (const auto* failed = std::get_if<chat::Failed>(&event)) {
        // A model that gives up says why twice: once as it streams, once as the error.
        const bool told_again = trim(received_) == trim(failed->error.message);
        if (!options_.holds) withdraw(!options_.quiet && !told_again);
    }
    if (const auto* completed = std::get_if<chat::Completed>(&event)) complete(completed->answer);
}

/// Until the turn is over nobody knows whether these words are the answer.
void StreamedAnswer::hold(std::string_view text) {
    if (received_.empty()) progress_.show("checking the answer");
    received_ += text;
}

/// What the model said on its way to a tool may be read; an answer that failed a check may not.
void StreamedAnswer::drop_held(std::string_view reason) {
    const bool failed = reason == chat::failed_checks_reason;
    const std::string said =
        failed ? std::string(chat::taken_back_words) : harmless(trim(received_));
    received_.clear();
    if (!said.empty() && !options_.quiet) {
        progress_.hide();
        output_.write(options_.theme.paint(Style::dim, trim(said)) + "\n");
        output_.flush();
    }
    if (failed) progress_.show("asking again");
}

bool StreamedAnswer::can_rewrite() const {
    return options_.may_rewrite && options_.terminal.color;
}

void StreamedAnswer::stream(std::string_view text) {
    received_ += text;
    stream_.feed(text);
    show();
}

/// What is left of the answer's last row would be wiped out by a spinner. No answer goes on after a
/// tool without a Reset.
void StreamedAnswer::make_room() {
    if (received_.empty() || options_.holds) return;
    stream_.finish();
    show();
}

/// Puts what is new on the terminal, in place of the rows that may change.
void StreamedAnswer::show() {
    const std::string finished = stream_.take_finished();
    std::string tail =
        can_rewrite() ? last_rows(stream_.tail(), options_.terminal.height) : std::string();
    if (finished.empty() && tail == tail_) return;
    progress_.hide();
    output_.write(rewritten(tail_, finished + tail));
    output_.flush();
    shown_ += finished;
    tail_ = std::move(tail);
}

bool StreamedAnswer::is_on_screen() const {
    return !shown_.empty() || !tail_.empty();
}

/// Goes back over the words. False, and nothing is done, where it is not certain where they stand.
bool StreamedAnswer::erase() {
    const std::string on_screen = without_styles(shown_ + tail_);
    const std::optional<std::size_t> rows = rows_taken(on_screen, options_.terminal.width);
    if (!can_rewrite() || !rows || *rows >= options_.terminal.height) return false;
    if (on_screen.empty()) return true;
    progress_.hide();
    output_.write(back_over_rows(*rows));
    return true;
}

/// Goes back over the words and, to keep them, writes them dim.
void StreamedAnswer::withdraw(bool keep) {
    stream_.finish();
    received_.clear();
    if (!erase()) {
        if (keep || is_on_screen()) show();
    } else if (is_on_screen() && keep) {
        const std::string words = without_styles(shown_ + stream_.take_finished());
        output_.write(options_.theme.paint(Style::dim, trim(words)) + "\n");
    }
    output_.flush();
    stream_.take_finished();
    shown_.clear();
    tail_.clear();
}

void StreamedAnswer::complete(const chat::Answer& answer) {
    const std::string text = chat::annotated_response(answer, options_.cites);
    if (options_.holds) {
        stream_.feed(text);
        stream_.finish();
    } else {
        finish_words(answer, text);
    }
    show();
    progress_.hide();
    if (shown_.empty()) output_.write("\n");
    output_.flush();
}

/// What has not streamed of the answer, and `text`, which has the marks, in place of what has.
void StreamedAnswer::finish_words(const chat::Answer& answer, const std::string& text) {
    const std::string& response = answer.response;
    if (!response.starts_with(received_)) withdraw(!options_.quiet);
    stream_.feed(std::string_view(response).substr(received_.size()));
    stream_.finish();
    if (text != response) annotate(answer, text);
}

/// The marks come to stand in the words; where these cannot be written anew, notes() come.
void StreamedAnswer::annotate(const chat::Answer& answer, std::string_view text) {
    if (is_on_screen() && !erase()) {
        show();
        if (const std::string below = notes(answer); !below.empty()) stream_.feed("\n" + below);
    } else {
        stream_.take_finished();
        shown_.clear();
        tail_.clear();
        stream_.feed(text);
    }
    stream_.finish();
}

/// On one screen the warnings of stderr stand right below, with the same doubts.
std::string StreamedAnswer::notes(const chat::Answer& answer) const {
    if (!options_.terminal.on_stderr) return chat::notes_below(answer, options_.cites);
    return options_.cites ? chat::sources(answer) : std::string();
}

}
