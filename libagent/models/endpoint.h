#pragma once

#include "libagent/models/egress_witness.h"

#include <string>

namespace askdb::models {

/// How to reach one model of one server.
struct Endpoint {
    std::string name;                  ///< As the person chose it, for messages: "openai:gpt-4o".
    std::string model;                 ///< As the server knows it.
    std::string base_url;              ///< What the protocol's own paths are added to.
    std::string api_key = {};          ///< Empty: none is sent.
    bool stream = true;                ///< False: the answer is asked for in one piece.
    EgressWitness* witness = nullptr;  ///< Sees all that is sent there; nullptr: nobody does.
};

}
