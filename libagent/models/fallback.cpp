#include "libagent/models/fallback.h"

#include "libagent/base/error.h"
#include "libagent/models/watched_sink.h"

#include <cassert>
#include <utility>

namespace askdb::models {
namespace {

class FallbackModel : public Model {
  public:
    FallbackModel(std::vector<std::unique_ptr<Model>> models, Log& log)
        : models_(std::move(models)), log_(log) {}

    std::string name() const override { return models_.front()->name(); }

    ModelReply complete(const ModelRequest& request, TextSink& sink,
                        std::stop_token stop) const override {
        WatchedSink watched(sink);
        for (std::size_t i = 0;; ++i) {
            try {
                ModelReply reply = models_[i]->complete(request, watched, stop);
                if (i > 0) reply.answered_by = models_[i]->name();
                return reply;
            } catch (const Failure& failure) {
                if (i + 1 == models_.size() || watched.reached()) throw;
                log_.warning("model failed, asking another", {{"model", models_[i]->name()},
                                                              {"error", failure.error().message},
                                                              {"next", models_[i + 1]->name()}});
            }
        }
    }

  private:
    const std::vector<std::unique_ptr<Model>> models_;
    Log& log_;
};

}

std::unique_ptr<Model> make_fallback_model(std::vector<std::unique_ptr<Model>> models, Log& log) {
    assert(!models.empty());
    return std::make_unique<FallbackModel>(std::move(models), log);
}

}
