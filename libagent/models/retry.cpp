#include "libagent/models/retry.h"

#include "libagent/base/stop.h"
#include "libagent/models/watched_sink.h"

#include <algorithm>
#include <random>
#include <utility>

namespace askdb::models {
namespace {

/// What to wait after failure number `failures` (from 1) when the server asked for nothing.
std::chrono::milliseconds retry_backoff(const RetryPolicy& policy, int failures) {
    std::chrono::milliseconds delay = policy.first_delay;
    for (int i = 1; i < failures && delay < policy.max_delay; ++i) delay *= 2;
    delay = std::min(delay, policy.max_delay);
    // Many clients that failed together must not come back together.
    std::minstd_rand random(std::random_device{}());
    std::uniform_real_distribution<double> jitter(0.75, 1.25);
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(static_cast<double>(delay.count()) * jitter(random)));
}

class RetryingModel : public Model {
  public:
    RetryingModel(std::unique_ptr<Model> model, RetryPolicy policy, Log& log)
        : model_(std::move(model)), policy_(policy), log_(log) {}

    std::string name() const override { return model_->name(); }

    ModelReply complete(const ModelRequest& request, TextSink& sink,
                        std::stop_token stop) const override {
        WatchedSink watched(sink);
        for (int attempt = 1;; ++attempt) {
            std::chrono::milliseconds wait;
            try {
                return model_->complete(request, watched, stop);
            } catch (const Failure& failure) {
                const Error& error = failure.error();
                const bool hopeless = !error.retryable || attempt >= policy_.attempts ||
                                      error.retry_after > policy_.max_retry_after;
                if (hopeless || watched.reached()) throw;
                wait = std::max(retry_backoff(policy_, attempt), error.retry_after);
                log_.warning("model call failed, trying again",
                             {{"model", name()},
                              {"error", error.message},
                              {"attempt", attempt},
                              {"wait_ms", static_cast<std::int64_t>(wait.count())}});
            }
            sleep_or_stop(wait, stop);
        }
    }

  private:
    const std::unique_ptr<Model> model_;
    const RetryPolicy policy_;
    Log& log_;
};

}

std::unique_ptr<Model> make_retrying_model(std::unique_ptr<Model> model, RetryPolicy policy,
                                           Log& log) {
    return std::make_unique<RetryingModel>(std::move(model), policy, log);
}

}
