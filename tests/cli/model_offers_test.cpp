#include "cli/model_offers.h"

#include <catch2/catch.hpp>

using askdb::cli::offers_model;

TEST_CASE("model offers: a model is listed by its name, or as Ollama's latest", "[models]") {
    CHECK(offers_model({"gpt-4o", "qwen2"}, "qwen2"));
    CHECK(offers_model({"qwen2:latest"}, "qwen2"));
    CHECK_FALSE(offers_model({"qwen2:7b"}, "qwen2"));
    CHECK_FALSE(offers_model({"qwen2"}, "qwen2:latest"));
    CHECK_FALSE(offers_model({}, "qwen2"));
}
