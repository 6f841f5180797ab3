#include "libagent/loop/earlier_turns_json.h"

#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/chat/typed_statement.h"
#include "libagent/loop/blank_literals.h"
#include "libagent/loop/shorter_result_json.h"

#include <nlohmann/json.hpp>

#include <set>
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

/// What a model is told by its name in any case.
std::set<std::string> told_names(const tools::ViewSources& sources, const std::stop_token& stop) {
    std::set<std::string> names;
    for (database::Database* database : sources.databases) {
        try {
            add_names(database->catalog(stop), names);
        } catch (const Failure&) {
            continue;  // Not to be reached: none of its names is known.
        }
    }
    for (const results::StoredResult& result : sources.results.all()) {
        names.insert(result.handle);
        for (const database::ResultColumn& column : result.rows.columns)
            names.insert(lower_ascii(column.name));
    }
    names.erase("");
    return names;
}

bool is_answer(const Message& message) {
    return message.role == Role::assistant && message.tool_calls.empty();
}

/// Where everything may be seen, its answer is what the person read. A model that reads places
/// writes places, which nobody has told it of.
std::vector<Message> filled_messages(session::Turn turn) {
    const chat::Answer& answer = turn.answer;
    for (Message& message : turn.messages) {
        const bool is_filled =
            is_answer(message) && !answer.as_written.empty() && message.text == answer.as_written;
        if (is_filled) message.text = answer.response;
    }
    return std::move(turn.messages);
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
        if (sources_.sharing.may_repeat(turn_.answer.share)) return std::move(turn_.messages);
        names_ = told_names(sources_, stop_);
        for (Message& message : turn_.messages) shorten(message);
        return std::move(turn_.messages);
    }

  private:
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

    /// Texts and numbers of a statement may be values that the model had seen.
    std::string shown_arguments(const std::string& arguments) const {
        const Result<Json> parsed = parse_json(arguments.empty() ? "{}" : arguments, "arguments");
        Json shown = Json::object();
        if (!parsed || !parsed.value().is_object()) return dump_json(shown);
        const auto text_at = [&](const char* key) {
            const auto found = parsed.value().find(key);
            const bool is_text = found != parsed.value().end() && found->is_string();
            return is_text ? found->get<std::string>() : std::string();
        };
        if (const std::string sql = text_at("sql"); !sql.empty())
            shown["sql"] = without_literals(sql, names_);
        for (const database::Database* database : sources_.databases) {
            if (equal_ignoring_case(database->name(), text_at("database")))
                shown["database"] = database->name();
        }
        return dump_json(shown);
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
    std::set<std::string> names_;  ///< See told_names().
};

}

std::vector<Message> earlier_messages(session::Turn turn, const tools::ViewSources& sources,
                                      const std::stop_token& stop) {
    if (sources.sharing.hides_nothing()) return filled_messages(std::move(turn));
    return EarlierTurn(std::move(turn), sources, stop).messages();
}

}
