#pragma once

#include "libagent/base/stop.h"
#include "libagent/models/model.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace askdb::test {

/// A model that plays a script and keeps what it was asked. The last reply repeats.
class ScriptedModel : public models::Model {
  public:
    explicit ScriptedModel(std::vector<models::ModelReply> script) : script_(std::move(script)) {}

    std::string name() const override { return "scripted"; }

    models::ModelReply complete(const models::ModelRequest& request, models::TextSink& sink,
                                std::stop_token stop) const override {
        throw_if_stopped(stop);
        const std::lock_guard lock(mutex_);
        requests.emplace_back(request.messages.begin(), request.messages.end());
        offered_tools.push_back(request.tools.size());
        if (before_reply) before_reply(stop);
        const models::ModelReply& reply = script_[std::min(requests.size(), script_.size()) - 1];
        if (!reply.text.empty()) sink.on_text(reply.text);
        return reply;
    }

    std::function<void(std::stop_token)> before_reply;
    mutable std::vector<std::vector<chat::Message>> requests;
    mutable std::vector<std::size_t> offered_tools;

  private:
    std::vector<models::ModelReply> script_;
    mutable std::mutex mutex_;  ///< Guards the two records above.
};

inline models::ModelReply says(std::string text) {
    return {.text = std::move(text)};
}

inline models::ModelReply calls(
    std::vector<std::pair<std::string, std::string>> names_and_arguments) {
    models::ModelReply reply{.finish_reason = models::FinishReason::tool_calls};
    for (auto& [name, arguments] : names_and_arguments) {
        reply.tool_calls.push_back(
            {"call_" + std::to_string(reply.tool_calls.size() + 1), name, std::move(arguments)});
    }
    return reply;
}

/// A call of `query` with this statement.
inline models::ModelReply queries(const std::string& sql) {
    std::string escaped;
    for (const char c : sql) {
        if (c == '"' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return calls({{"query", R"({"sql":")" + escaped + R"("})"}});
}

}
