#include "cli/render/views_json.h"

#include "cli/render/json_line.h"
#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/chat/event_json.h"

#include <nlohmann/json.hpp>

namespace askdb::cli {
namespace {

/// Nothing secret leaves by an error's words.
Error without_secrets(Error error, Messages& messages) {
    error.message = messages.without_secrets(std::move(error.message));
    error.hint = messages.without_secrets(std::move(error.hint));
    return error;
}

chat::Failed without_secrets(const chat::Failed& failed, Messages& messages) {
    return {without_secrets(failed.error, messages), failed.session_id};
}

}

void print_write(Output& output, std::string_view statement, std::string_view touched,
                 std::optional<std::uint64_t> affected) {
    write_json_line(output, {{"write", "committed"},
                             {"statement", valid_utf8(statement)},
                             {"touched", touched},
                             {"rows", affected ? Json(*affected) : Json()}});
}

void print_error(Output& output, Messages& messages, const Error& error, OutputFormat format) {
    // A file is replaced by an answer, never by an error.
    if (format == OutputFormat::text || output.has_bytes() || output.is_file()) return;
    Json json = {{"error", chat::error_json(without_secrets(error, messages))}};
    if (format == OutputFormat::stream_json) json["type"] = "error";
    write_json_line(output, json);
}

void AnswerJson::receive(const chat::Event& event) {
    if (const auto* completed = std::get_if<chat::Completed>(&event)) {
        write_json_line(output_, chat::answer_json(completed->answer));
    } else if (const auto* failed = std::get_if<chat::Failed>(&event)) {
        const chat::Failed harmless = without_secrets(*failed, messages_);
        write_json_line(output_, {{"session_id", harmless.session_id},
                                  {"error", chat::error_json(harmless.error)}});
    }
}

void StreamJson::receive(const chat::Event& event) {
    const auto* failed = std::get_if<chat::Failed>(&event);
    const chat::Event shown = failed ? chat::Event(without_secrets(*failed, messages_)) : event;
    write_json_line(output_, chat::event_json(shown));
}

}
