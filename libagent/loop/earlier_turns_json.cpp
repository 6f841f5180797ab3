#include "libagent/loop/earlier_turns_json.h"

#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/chat/typed_statement.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/loop/shorter_result_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace askdb::loop {
namespace {

using chat::Message;
using chat::Role;

constexpr std::string_view answer_left_out =
    "(An answer was given here. It is left out: more of the data was shared then than is now.)";
constexpr std::string_view tool_left_out =
    "(left out: more of the data was shared then than is now; the same call tells what may be "
    "seen)";

/// Texts and numbers of a statement may be values that the model had seen.
std::string without_literals(std::string_view sql) {
    const database::Dialect& generic = *database::find_dialect("generic");
    std::string out;
    const char* copied = sql.data();
    for (const database::SqlToken& token : database::sql_tokens(sql, generic)) {
        using database::TokenKind;
        const bool is_plain = token.kind == TokenKind::word ||
                              token.kind == TokenKind::quoted_name ||
                              token.kind == TokenKind::symbol;
        out.append(copied, token.text.data());
        copied = token.text.data() + token.text.size();
        if (is_plain)
            out += token.text;
        else if (token.kind == TokenKind::number)
            out += '0';
        else if (token.kind != TokenKind::comment)
            out += "'…'";
    }
    return out;
}

std::string shown_arguments(const std::string& arguments) {
    const Result<Json> parsed = parse_json(arguments.empty() ? "{}" : arguments, "arguments");
    Json shown = Json::object();
    if (!parsed || !parsed.value().is_object()) return dump_json(shown);
    for (const char* key : {"sql", "database"}) {
        const auto found = parsed.value().find(key);
        if (found == parsed.value().end() || !found->is_string()) continue;
        const std::string text = found->get<std::string>();
        shown[key] = std::string_view(key) == "sql" ? without_literals(text) : text;
    }
    return dump_json(shown);
}

/// One turn on its way; used once.
class EarlierTurn {
  public:
    EarlierTurn(session::Turn turn, const tools::ViewSources& sources, const std::stop_token& stop)
        : turn_(std::move(turn)),
          sources_(sources),
          stop_(stop),
          is_typed_(chat::is_typed_statement(turn_.answer)) {}

    std::vector<Message> messages() {
        const bool is_shown = sources_.sharing.may_repeat(turn_.answer.share);
        for (Message& message : turn_.messages) {
            if (is_shown)
                take_back_values(message);
            else
                shorten(message);
        }
        return std::move(turn_.messages);
    }

  private:
    bool is_answer(const Message& message) const {
        return message.role == Role::assistant && message.tool_calls.empty();
    }

    void take_back_values(Message& message) const {
        const chat::Answer& answer = turn_.answer;
        if (is_answer(message) && !answer.as_written.empty() && message.text == answer.response)
            message.text = answer.as_written;
    }

    void shorten(Message& message) const {
        message.provider_state.clear();
        if (message.role == Role::tool) {
            message.text = told_result(message.text);
        } else if (message.role == Role::assistant) {
            shorten_assistant(message);
        } else if (message.role == Role::user) {
            if (!is_typed_) message.text = valid_utf8(turn_.question);
        } else {
            message.text.clear();
        }
    }

    /// A statement that a person typed, and what it brought in one line, hold no value of the data.
    void shorten_assistant(Message& message) const {
        if (is_answer(message)) {
            if (!is_typed_) message.text = answer_left_out;
            return;
        }
        message.text.clear();
        if (is_typed_) return;
        for (chat::ToolCall& call : message.tool_calls)
            call.arguments = shown_arguments(call.arguments);
    }

    std::string told_result(const std::string& text) const {
        const std::size_t line = text.find('{');  // "committed: …" may stand before it.
        const std::string handle =
            line == std::string::npos ? std::string() : result_handle(text.substr(line));
        const results::StoredResult* const result =
            handle.empty() ? nullptr : sources_.results.find(handle);
        if (result == nullptr) return std::string(tool_left_out);
        return tools::result_text(*result, sources_, stop_);
    }

    session::Turn turn_;
    const tools::ViewSources& sources_;
    const std::stop_token& stop_;
    const bool is_typed_;
};

}

std::vector<Message> earlier_messages(session::Turn turn, const tools::ViewSources& sources,
                                      const std::stop_token& stop) {
    if (sources.sharing.is_full()) return std::move(turn.messages);
    return EarlierTurn(std::move(turn), sources, stop).messages();
}

}
