#pragma once

#include "libagent/models/model.h"
#include "libagent/net/http_client.h"

#include <cstdint>
#include <memory>
#include <string>

namespace askdb::models {

/// How to reach one model of one server that speaks OpenAI's Chat Completions.
struct OpenAiOptions {
    std::string name;          ///< As the person chose it, for messages: "openai:gpt-4o".
    std::string model;         ///< As the server knows it.
    std::string base_url;      ///< Up to and including "/v1".
    std::string api_key = {};  ///< Empty: no Authorization header.
};

/// Source of the protocol: OpenAI API reference, "Create chat completion" and its streaming chunks.
std::unique_ptr<Model> make_openai_model(OpenAiOptions options, net::HttpClient& http);

}
