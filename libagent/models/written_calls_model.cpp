#include "libagent/models/complete_calls.h"
#include "libagent/models/written_calls.h"

namespace askdb::models {
namespace {

constexpr std::size_t longest_wait_bytes = 256u << 10;

/// Keeps text back while it may become a call.
class WaitingSink : public TextSink {
  public:
    explicit WaitingSink(TextSink& sink) : sink_(sink) {}

    void on_text(std::string_view text) override {
        if (!waiting_) return sink_.on_text(text);
        kept_ += text;
        if (kept_.size() > longest_wait_bytes || !may_become_written_call(kept_)) let_go();
    }
    void let_go() {
        waiting_ = false;
        if (!kept_.empty()) sink_.on_text(kept_);
        kept_.clear();
    }
    bool is_waiting() const { return waiting_; }

  private:
    TextSink& sink_;
    std::string kept_;
    bool waiting_ = true;
};

class WrittenCallsModel : public Model {
  public:
    explicit WrittenCallsModel(std::unique_ptr<Model> model) : model_(std::move(model)) {}

    std::string name() const override { return model_->name(); }

    ModelReply complete(const ModelRequest& request, TextSink& sink,
                        std::stop_token stop) const override {
        if (request.tools.empty()) return model_->complete(request, sink, std::move(stop));
        WaitingSink waiting(sink);
        ModelReply reply = model_->complete(request, waiting, std::move(stop));
        const bool may_call = waiting.is_waiting() && reply.tool_calls.empty() &&
                              reply.finish_reason != FinishReason::content_filter;
        if (may_call) reply.tool_calls = read_written_calls(reply.text, request.tools);
        if (!may_call || reply.tool_calls.empty()) {
            waiting.let_go();
            return reply;
        }
        complete_calls(reply.tool_calls, count_tool_calls(request));
        reply.text.clear();
        reply.finish_reason = FinishReason::tool_calls;
        return reply;
    }

  private:
    const std::unique_ptr<Model> model_;
};

}

std::unique_ptr<Model> make_written_calls_model(std::unique_ptr<Model> model) {
    return std::make_unique<WrittenCallsModel>(std::move(model));
}

}
