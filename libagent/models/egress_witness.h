#pragma once

#include "libagent/models/model.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace askdb::models {

/// One request that is about to leave for a model; borrowed.
struct Departure {
    std::string host = {};  ///< In lower case, without a port.
    std::string_view model = {};
    std::string_view conversation = {};  ///< Its id; empty: none.
    std::size_t bytes = 0;               ///< Of the request's body.
    std::span<const chat::Message> messages = {};
    std::span<const QuotingText> quoting = {};  ///< See ModelRequest.
};

/// Who takes note of what leaves this process. Any thread may call it.
class EgressWitness {
  public:
    virtual ~EgressWitness() = default;

    /// Before the request is sent, also when it is sent again. Nothing is sent when it throws
    /// Failure.
    virtual void before_sending(const Departure& departure) = 0;
};

}
