#include "cli/render/answer_text.h"

#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace askdb::cli {
namespace {

constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view not_dim = "\x1b[0m";

std::string harmless(std::string_view text) {
    TextJoiner joiner;
    std::string out = joiner.feed(text);
    return out + joiner.finish();
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
    const std::string text = harmless(completed->answer.response);
    output_.write(text);
    if (!text.ends_with('\n')) output_.write("\n");
    output_.flush();
}

void StreamedAnswer::receive(const chat::Event& event) {
    if (const auto* token = std::get_if<chat::Token>(&event)) stream(token->text);
    if (std::holds_alternative<chat::Reset>(event)) withdraw(!options_.quiet);
    if (const auto* failed = std::get_if<chat::Failed>(&event)) {
        // A model that gives up says why twice: once as it streams, once as the error.
        const bool told_again = trim(received_) == trim(failed->error.message);
        withdraw(!options_.quiet && !told_again);
    }
    if (const auto* completed = std::get_if<chat::Completed>(&event))
        complete(completed->answer.response);
}

void StreamedAnswer::stream(std::string_view text) {
    received_ += text;
    show(tables_.feed(joiner_.feed(text)));
}

void StreamedAnswer::show(const std::vector<AnswerPiece>& pieces) {
    if (pieces.empty()) return;
    progress_.hide();
    for (const AnswerPiece& piece : pieces) {
        results::StringSink text;
        if (const auto* words = std::get_if<std::string>(&piece)) {
            show_words(options_.terminal.color_on_stdout() ? emphasis_.feed(*words) : *words);
        } else {
            results::write_rows(
                *results::find_writer("table"), std::get<database::Rows>(piece),
                {.width = options_.terminal.width,
                 .color = options_.terminal.color_on_stdout(),
                 .null_text = {},
                 .row_count = false},  // A part of the text, which says what it holds.
                text);
        }
        output_.write(text.text);
        shown_ += text.text;
    }
    output_.flush();
}

void StreamedAnswer::show_words(const std::string& words) {
    output_.write(words);
    shown_ += without_emphasis(words);
}

/// Shows all that waits for its end.
void StreamedAnswer::show_held() {
    show(tables_.feed(joiner_.finish()));
    show(tables_.finish());
    show_words(emphasis_.finish());
}

/// Goes back over the words and, to keep them, writes them dim, as far as it is certain where they
/// stand.
void StreamedAnswer::withdraw(bool keep) {
    show_held();
    const std::string words = std::exchange(shown_, {});
    received_.clear();
    if (words.empty()) return;
    progress_.hide();
    const std::optional<std::size_t> rows = rows_taken(words, options_.terminal.width);
    const bool has_escapes = words.find('\x1b') != std::string::npos;  // Our own: a coloured table.
    const bool rewrite = options_.may_rewrite && options_.terminal.color && !has_escapes && rows &&
                         *rows < options_.terminal.height;
    if (!rewrite) {
        if (!words.ends_with('\n')) output_.write("\n");
        return output_.flush();
    }
    output_.write(*rows > 1 ? fmt::format("\r\x1b[{}A\x1b[J", *rows - 1) : std::string("\r\x1b[J"));
    if (keep) output_.write(fmt::format("{}{}{}\n", dim, trim(words), not_dim));
    output_.flush();
}

void StreamedAnswer::complete(const std::string& response) {
    if (!response.starts_with(received_)) withdraw(!options_.quiet);
    const std::string rest = response.substr(received_.size());
    show(tables_.feed(joiner_.feed(rest)));
    show_held();
    progress_.hide();
    if (!shown_.ends_with('\n')) output_.write("\n");
    output_.flush();
}

}
