#include "libagent/models/pricing.h"

#include <catch2/catch.hpp>

using namespace askdb::models;
using askdb::chat::Usage;

TEST_CASE("pricing: a model has its own price, whatever its date", "[pricing]") {
    REQUIRE(find_price("gpt-4o-mini"));
    CHECK(find_price("gpt-4o-mini")->input == 0.15);
    CHECK(find_price("gpt-4o-mini-2024-07-18") == find_price("gpt-4o-mini"));
    CHECK(find_price("gpt-4o-2024-05-13")->input == 5.00);
    CHECK(find_price("claude-opus-4-20250514")->output == 75.00);
    CHECK(find_price("claude-opus-4-5-20251101")->output == 25.00);
    CHECK(find_price("claude-3-5-haiku-latest")->input == 0.80);
}

TEST_CASE("pricing: what is not known has no price", "[pricing]") {
    for (const char* name : {"", "gpt-4", "gpt-4o-mini-tts", "gpt-4o-audio-preview", "gpt-5-pro",
                             "claude-opus-4-9", "claude-opus-4-2025051", "my-gpt-4o", "qwen3"}) {
        INFO(name);
        CHECK_FALSE(find_price(name));
    }
}

TEST_CASE("pricing: cached and newly cached input have prices of their own", "[pricing]") {
    const Price sonnet = find_price("claude-sonnet-4-5").value();
    const Usage usage{.input_tokens = 1'000'000,
                      .output_tokens = 100'000,
                      .cached_input_tokens = 600'000,
                      .cache_written_input_tokens = 200'000};

    CHECK(cost_of(usage, sonnet) == Approx(0.2 * 3 + 0.6 * 0.3 + 0.2 * 3.75 + 0.1 * 15));
    CHECK(cost_of(usage, plain_price(1, 2)) == Approx(1.2));
    CHECK(cost_of({}, sonnet) == 0);
}

TEST_CASE("pricing: every model that has a price is listed, by the name that finds it",
          "[pricing]") {
    CHECK_FALSE(priced_models().empty());
    for (const std::string_view name : priced_models()) CHECK(find_price(name));
}
