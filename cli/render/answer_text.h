#pragma once

#include "cli/render/markdown_emphasis.h"
#include "cli/render/markdown_table.h"
#include "cli/render/output.h"
#include "cli/render/progress.h"
#include "cli/render/terminal.h"
#include "cli/render/text_joiner.h"
#include "libagent/chat/event.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

/// The answer's words in a pipe or a file: held until the turn is over, since a Reset may withdraw
/// them. Markdown stays Markdown.
class PlainAnswer : public chat::EventSink {
  public:
    explicit PlainAnswer(Output& output) : output_(output) {}
    void receive(const chat::Event& event) override;

  private:
    Output& output_;
};

/// The answer's words on a terminal, as they come; tables are fitted to its width
/// and, with colours, what Markdown marks is bold. Words that a
/// Reset withdraws stay as dim narration, or go when `quiet`.
class StreamedAnswer : public chat::EventSink {
  public:
    struct Options {
        Terminal terminal;
        bool quiet = false;
        bool may_rewrite = true;  ///< Nobody else writes to the terminal while the answer comes.
    };
    StreamedAnswer(Output& output, Progress& progress, Options options)
        : output_(output), progress_(progress), options_(options) {}
    void receive(const chat::Event& event) override;

  private:
    void stream(std::string_view text);
    void withdraw(bool keep);
    void complete(const std::string& response);
    void show(const std::vector<AnswerPiece>& pieces);
    void show_words(const std::string& words);
    void show_held();

    Output& output_;
    Progress& progress_;
    Options options_;
    TextJoiner joiner_;
    MarkdownTables tables_;
    MarkdownEmphasis emphasis_;
    std::string received_;  ///< Since the last Reset, as it came.
    std::string shown_;  ///< Since the last Reset, as it stands on the terminal; bold words plain.
};

/// How many rows of a terminal `text` takes up to where the cursor stands; nothing when that is not
/// certain (tabs, wide characters near the edge).
std::optional<std::size_t> rows_taken(std::string_view text, std::size_t width);

}
