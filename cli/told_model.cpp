#include "cli/told_model.h"

#include <utility>

namespace askdb::cli {
namespace {

class ToldModel : public models::Model {
  public:
    ToldModel(std::unique_ptr<models::Model> model,
              std::function<void(const models::ModelReply&)> tell)
        : model_(std::move(model)), tell_(std::move(tell)) {}

    std::string name() const override { return model_->name(); }
    bool reconsiders() const override { return model_->reconsiders(); }

    models::ModelReply complete(const models::ModelRequest& request, models::TextSink& sink,
                                std::stop_token stop) const override {
        models::ModelReply reply = model_->complete(request, sink, stop);
        tell_(reply);
        return reply;
    }

  private:
    const std::unique_ptr<models::Model> model_;
    const std::function<void(const models::ModelReply&)> tell_;
};

}

std::unique_ptr<models::Model> make_told_model(
    std::unique_ptr<models::Model> model, std::function<void(const models::ModelReply&)> tell) {
    return std::make_unique<ToldModel>(std::move(model), std::move(tell));
}

}
