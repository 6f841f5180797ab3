#include "libagent/models/offline/offline_model.h"

#include "libagent/base/json.h"
#include "libagent/base/stop.h"
#include "libagent/models/offline/knowledge.h"
#include "libagent/models/offline/planner.h"
#include "libagent/models/offline/tool_rows.h"
#include "libagent/models/offline/wording.h"

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

class OfflineModel : public Model {
  public:
    explicit OfflineModel(database::Database& database) : database_(database) {}

    std::string name() const override { return "offline"; }

    ModelReply complete(const ModelRequest& request, TextSink& sink,
                        std::stop_token stop) const override {
        throw_if_stopped(stop);
        const auto messages = request.messages;
        const std::size_t at = last_question(messages);
        if (at == messages.size())
            throw Failure({.code = Errc::model, .message = "the built-in planner got no question"});
        const bool can_query =
            std::any_of(request.tools.begin(), request.tools.end(),
                        [](const ToolOffer& tool) { return tool.name == "query"; });
        if (!can_query)
            throw Failure({.code = Errc::model,
                           .message = "the built-in planner needs the tool 'query'",
                           .hint = "choose a language model with -m"});
        const Knowledge& known = knowledge(stop);
        const Planned planned =
            plan_question(messages[at].text, known, database_.server_dialect(stop));
        if (const auto* abstention = std::get_if<Abstention>(&planned))
            return abstained(abstention->text);
        const Plan& plan = std::get<Plan>(planned);
        if (messages.back().role == Role::tool) return worded(plan, messages.back(), sink);
        return called(plan);
    }

  private:
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

    ModelReply called(const Plan& plan) const {
        const Json arguments = {{"sql", plan.sql}, {"database", database_.name()}};
        ModelReply reply = reply_for_nothing();
        reply.tool_calls.push_back({"call_1", "query", dump_json(arguments)});
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

    static ModelReply worded(const Plan& plan, const Message& result, TextSink& sink) {
        if (result.failed)
            return abstained("I read it as: " + plan.reading +
                             ".\nThe database could not run that: " + result.text);
        auto rows = rows_of_tool(result.text);
        if (!rows)
            throw Failure({.code = Errc::model,
                           .message = "the built-in planner cannot read the result of 'query': " +
                                      rows.error().message});
        return said(answer_text(plan.query, rows.value()), sink);
    }

    database::Database& database_;
    mutable std::mutex mutex_;  ///< Guards knowledge_ while it is built; it never changes after.
    mutable std::optional<Knowledge> knowledge_;
};

}

std::unique_ptr<Model> make_offline_model(database::Database& database) {
    return std::make_unique<OfflineModel>(database);
}

}
