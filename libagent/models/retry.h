#pragma once

#include "libagent/base/log.h"
#include "libagent/models/model.h"

#include <chrono>
#include <memory>

namespace askdb::models {

struct RetryPolicy {
    int attempts = 4;                            ///< In all.
    std::chrono::milliseconds first_delay{500};  ///< Doubled each time, with ±25 % jitter.
    std::chrono::milliseconds max_delay{20'000};
    std::chrono::milliseconds max_retry_after{
        60'000};  ///< A server that asks for more is not waited for.
};

/// `model`, tried again after a retryable failure as long as nothing of the answer reached the
/// sink.
std::unique_ptr<Model> make_retrying_model(std::unique_ptr<Model> model, RetryPolicy policy,
                                           Log& log);

}
