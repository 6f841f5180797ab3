#pragma once

#include "cli/args.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "libagent/chat/event.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace askdb::cli {

/// `askdb sql --write --output json` for a statement that gave no rows: one line with the
/// statement, what it touched, and how many rows where that is known.
void print_write(Output& output, std::string_view statement, std::string_view touched,
                 std::optional<std::uint64_t> affected);

/// An error that no view told, where a program reads stdout and nothing stands there yet:
/// `{"error": {…}}`, or the same as an event. Its words lose their secrets.
void print_error(Output& output, Messages& messages, const Error& error, OutputFormat format);

/// --output json: the finished answer as one line, or `{"session_id": …, "error": {…}}`. A
/// failure's words lose their secrets, as they do on stderr.
class AnswerJson : public chat::EventSink {
  public:
    AnswerJson(Output& output, Messages& messages) : output_(output), messages_(messages) {}
    void receive(const chat::Event& event) override;

  private:
    Output& output_;
    Messages& messages_;
};

/// --output stream-json: every event as one line, at once; a failure as AnswerJson tells it.
class StreamJson : public chat::EventSink {
  public:
    StreamJson(Output& output, Messages& messages) : output_(output), messages_(messages) {}
    void receive(const chat::Event& event) override;

  private:
    Output& output_;
    Messages& messages_;
};

}
