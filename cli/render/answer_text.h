#pragma once

#include "cli/render/markdown_stream.h"
#include "cli/render/output.h"
#include "cli/render/progress.h"
#include "cli/render/terminal.h"
#include "cli/render/theme.h"
#include "libagent/chat/event.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace askdb::cli {

/// The answer's words in a pipe or a file, with the marks of annotated_response(): held until the
/// turn is over, since a Reset may withdraw them. Markdown stays Markdown.
class PlainAnswer : public chat::EventSink {
  public:
    PlainAnswer(Output& output, bool cites) : output_(output), cites_(cites) {}
    void receive(const chat::Event& event) override;

  private:
    Output& output_;
    const bool cites_;
};

/// The answer's words on a terminal, as they come: their Markdown is shown as MarkdownStream does.
/// Where rows can be written anew, words come one by one, else row by row. Words that a Reset
/// withdraws stay as dim narration, or go when `quiet`. At the end the marks of
/// annotated_response() come to stand in them, where all rows can still be written anew; else
/// notes_below() follows them, of which the doubts only where stderr, which tells them too, is no
/// terminal. When it `holds` them, nothing is shown before the turn is over: then the whole answer
/// comes with its marks, and nothing of one that failed a check.
class StreamedAnswer : public chat::EventSink {
  public:
    struct Options {
        Terminal terminal;
        bool quiet = false;
        bool cites = false;       ///< Numbers have their sources.
        bool may_rewrite = true;  ///< Nobody else writes to the terminal while the answer comes.
        bool holds = false;       ///< A check may take back any answer.
        Theme theme = {};
    };
    StreamedAnswer(Output& output, Progress& progress, Options options)
        : output_(output),
          progress_(progress),
          options_(std::move(options)),
          stream_({.width = options_.terminal.width, .theme = options_.theme}) {}
    StreamedAnswer(const StreamedAnswer&) = delete;
    StreamedAnswer& operator=(const StreamedAnswer&) = delete;
    void receive(const chat::Event& event) override;

  private:
    bool can_rewrite() const;
    void stream(std::string_view text);
    void hold(std::string_view text);
    void drop_held(std::string_view reason);
    void show();
    void make_room();
    void withdraw(bool keep);
    bool is_on_screen() const;
    bool erase();
    void complete(const chat::Answer& answer);
    void finish_words(const chat::Answer& answer, const std::string& text);
    void annotate(const chat::Answer& answer, std::string_view text);
    std::string notes(const chat::Answer& answer) const;

    Output& output_;
    Progress& progress_;
    const Options options_;
    MarkdownStream stream_;  ///< Borrows the theme of the above.
    std::string received_;   ///< Since the last Reset, as it came.
    std::string shown_;      ///< Rows since the last Reset, as they stand on the terminal …
    std::string tail_;       ///< … and below them those that may change.
};

/// How many rows of a terminal `text` takes up to where the cursor stands; nothing when that is not
/// certain (tabs, wide characters near the edge).
std::optional<std::size_t> rows_taken(std::string_view text, std::size_t width);

}
