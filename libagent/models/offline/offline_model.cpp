#include "libagent/models/offline/offline_model.h"

#include "libagent/base/json.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/chat/typed_statement.h"
#include "libagent/models/offline/knowledge.h"
#include "libagent/models/offline/planner.h"
#include "libagent/models/offline/tool_rows.h"
#include "libagent/models/offline/wording.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <mutex>
#include <optional>

namespace askdb::models::offline {
namespace {

using chat::Message;
using chat::Role;

/// Index of the last question; the number of messages when there is none.
std::size_t last_question(std::span<const Message> messages) {
    for (std::size_t i = messages.size(); i > 0; --i) {
        if (messages[i - 1].role == Role::user) return i - 1;
    }
    return messages.size();
}

/// The statement that brought the last message; empty when the call does not say.
std::string called_sql(std::span<const Message> messages) {
    for (std::size_t i = messages.size(); i > 0; --i) {
        const Message& message = messages[i - 1];
        if (message.role != Role::assistant || message.tool_calls.empty()) continue;
        const Json arguments =
            Json::parse(message.tool_calls.front().arguments, nullptr, /*allow_exceptions=*/false);
        const auto sql = arguments.is_object() ? arguments.find("sql") : arguments.end();
        return sql != arguments.end() && sql->is_string() ? sql->get<std::string>() : "";
    }
    return {};
}

class OfflineModel : public Model {
  public:
    OfflineModel(database::Database& database, askdb::knowledge::Knowledge* learned,
                 const NextSteps& steps)
        : database_(database), learned_(learned), steps_(steps) {}

    std::string name() const override { return "offline"; }
    bool reconsiders() const override { return false; }

    ModelReply complete(const ModelRequest& request, TextSink& sink,
                        std::stop_token stop) const override {
        throw_if_stopped(stop);
        const auto messages = request.messages;
        const std::size_t at = last_question(messages);
        if (at == messages.size())
            throw Failure({.code = Errc::model, .message = "the built-in planner got no question"});
        const bool can_query =
            std::any_of(request.tools.begin(), request.tools.end(),
                        [](const ToolOffer& tool) { return tool.name == chat::asked_in_database; });
        if (!can_query)
            throw Failure({.code = Errc::model,
                           .message = "the built-in planner needs the tool 'query'",
                           .hint = std::string(steps_.other_model)});
        const bool is_answered = messages.back().role == Role::tool;
        const std::string ran = is_answered ? called_sql(messages) : std::string();
        if (const auto verified = verified_answer(messages[at].text)) {
            if (!is_answered) return called(verified->sql);
            if (ran == verified->sql) return worded(*verified, messages.back(), sink);
        }
        const Knowledge& known = knowledge(stop);
        const Planned planned =
            plan_question(messages[at].text, known, database_.server_dialect(stop),
                          {.other_model = steps_.other_model});
        if (const auto* abstention = std::get_if<Abstention>(&planned))
            return abstained(abstention->text);
        const Plan& plan = std::get<Plan>(planned);
        if (const auto wrong = correction_of({messages[at].text, plan.sql}))
            return abstained("I read it as: " + plan.reading + ".\nThat is wrong here, says '" +
                             visible(wrong->path) + "'.");
        if (!is_answered) return called(plan.sql);
        if (!ran.empty() && ran != plan.sql)
            return abstained(
                "What is kept for this question changed while it was answered: ask "
                "it again.");
        return worded(plan, messages.back(), sink);
    }

  private:
    std::optional<askdb::knowledge::Entry> verified_answer(std::string_view question) const {
        if (learned_ == nullptr) return std::nullopt;
        return learned_->verified_answer(question, {database_.name(), database_.dialect().name});
    }

    std::optional<askdb::knowledge::Entry> correction_of(
        const askdb::knowledge::AnsweredQuestion& answered) const {
        if (learned_ == nullptr) return std::nullopt;
        return learned_->correction_of(answered, {database_.name(), database_.dialect().name});
    }

    const Knowledge& knowledge(const std::stop_token& stop) const {
        const std::lock_guard lock(mutex_);
        if (!knowledge_) {
            const database::Catalog& catalog = database_.catalog(stop);
            knowledge_.emplace(catalog, index_values(database_, catalog, IndexLimits{}, stop));
        }
        return *knowledge_;
    }

    /// Its price is known.
    static ModelReply reply_for_nothing() {
        ModelReply reply;
        reply.cost_usd = 0;
        return reply;
    }

    ModelReply called(const std::string& sql) const {
        const Json arguments = {{"sql", sql}, {"database", database_.name()}};
        ModelReply reply = reply_for_nothing();
        reply.tool_calls.push_back(
            {"call_1", std::string(chat::asked_in_database), dump_json(arguments)});
        reply.finish_reason = FinishReason::tool_calls;
        return reply;
    }

    /// Not streamed: it is no answer, and the caller tells it as the failure that it is.
    static ModelReply abstained(const std::string& text) {
        ModelReply reply = reply_for_nothing();
        reply.text = text;
        reply.abstained = true;
        return reply;
    }

    static ModelReply said(const std::string& text, TextSink& sink) {
        sink.on_text(text);
        ModelReply reply = reply_for_nothing();
        reply.text = text;
        return reply;
    }

    ModelReply worded(const Plan& plan, const Message& result, TextSink& sink) const {
        if (result.failed)
            return abstained("I read it as: " + plan.reading +
                             ".\nThe database could not run that: " + result.text);
        return said(answer_text(plan.query, rows_of(result)), sink);
    }

    ModelReply worded(const askdb::knowledge::Entry& verified, const Message& result,
                      TextSink& sink) const {
        const std::string file = "'" + visible(verified.path) + "'";
        if (result.failed)
            return abstained("The verified query in " + file + " does not run: " + result.text +
                             "\nSee which others do not with: askdb knowledge check");
        const bool is_good = verified.verdict == askdb::knowledge::Verdict::good;
        return said(rows_text(rows_of(result)) + "\nBy the " +
                        (is_good ? "verified" : "corrected") + " query in " + file + ".",
                    sink);
    }

    AnswerRows rows_of(const Message& result) const {
        auto rows = rows_of_tool(result.text);
        if (!rows)
            throw Failure({.code = Errc::model,
                           .message = "the built-in planner cannot read the result of 'query': " +
                                      rows.error().message});
        AnswerRows answer = std::move(rows).value();
        answer.next_step = fmt::format(fmt::runtime(steps_.all_rows), answer.handle);
        return answer;
    }

    database::Database& database_;
    askdb::knowledge::Knowledge* learned_;  ///< Null: nothing is known.
    const NextSteps steps_;
    mutable std::mutex mutex_;  ///< Guards knowledge_ while it is built; it never changes after.
    mutable std::optional<Knowledge> knowledge_;
};

}

std::unique_ptr<Model> make_offline_model(database::Database& database,
                                          askdb::knowledge::Knowledge* learned,
                                          const NextSteps& steps) {
    return std::make_unique<OfflineModel>(database, learned, steps);
}

}
