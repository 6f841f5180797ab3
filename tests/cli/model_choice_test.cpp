#include "cli/model_choice.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace askdb;
using namespace askdb::cli;

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

ModelChoice chosen(std::string_view wanted, Variables variables = {},
                   std::vector<ModelConfig> known = {}) {
    return choose_model(wanted, known, Environment(std::move(variables))).value_or_throw();
}

std::string refusal(std::string_view wanted, Variables variables = {},
                    std::vector<ModelConfig> known = {}) {
    const auto choice = choose_model(wanted, known, Environment(std::move(variables)));
    REQUIRE_FALSE(choice.ok());
    CHECK(choice.error().code == Errc::usage);
    return choice.error().message + " | " + choice.error().hint;
}

ModelConfig configured(std::string name) {
    ModelConfig model;
    model.name = std::move(name);
    model.vendor = "openai";
    model.model = "m";
    return model;
}

}

TEST_CASE("model choice: without a model the built-in planner answers", "[cli]") {
    CHECK(chosen("").offline);
    CHECK_FALSE(chosen("").chosen);
    CHECK(chosen("offline").offline);
    CHECK(chosen("offline").chosen);
}

TEST_CASE("model choice: VENDOR:MODEL takes the vendor's address and key", "[cli]") {
    const ModelChoice choice = chosen("openai:gpt-4o", {{"OPENAI_API_KEY", " sk-abc\n"}});

    CHECK_FALSE(choice.offline);
    CHECK(choice.model == "gpt-4o");
    CHECK(choice.api_key == "sk-abc");
    CHECK_THAT(choice.base_url, Catch::StartsWith("https://"));
    CHECK_FALSE(choice.base_url.ends_with('/'));
}

TEST_CASE("model choice: a missing key names its variable", "[cli]") {
    CHECK_THAT(refusal("openai:gpt-4o"), Catch::Contains("the variable OPENAI_API_KEY is not set"));
}

TEST_CASE("model choice: a server on this machine needs no key", "[cli]") {
    const ModelChoice choice =
        chosen("openai:local", {{"OPENAI_BASE_URL", "http://127.0.0.1:8080/v1/"}});

    CHECK(choice.base_url == "http://127.0.0.1:8080/v1");
    CHECK(choice.api_key.empty());
}

TEST_CASE("model choice: a key never leaves this machine in clear text", "[cli]") {
    for (const char* url :
         {"http://127.0.0.1.evil.example/v1", "http://localhost.evil.example/v1",
          "http://127.evil/v1", "http://0x7f.1/v1", "http://192.168.1.5:8000/v1"}) {
        const std::string error =
            refusal("openai:x", {{"OPENAI_BASE_URL", url}, {"OPENAI_API_KEY", "sk-verysecret"}});
        CHECK_THAT(error, Catch::Contains(url) && Catch::Contains("https://"));
        CHECK_THAT(error, !Catch::Contains("verysecret"));
        CHECK(chosen("openai:x", {{"OPENAI_BASE_URL", url}}).api_key.empty());
    }
    for (const char* url : {"http://localhost:1/v1", "http://[::1]:1/v1", "https://a.example/v1"})
        CHECK(chosen("openai:x", {{"OPENAI_BASE_URL", url}, {"OPENAI_API_KEY", "k-123"}}).api_key ==
              "k-123");
}

TEST_CASE("model choice: an address with a password or of another kind is refused unseen",
          "[cli]") {
    const std::string error =
        refusal("openai:x", {{"OPENAI_BASE_URL", "https://me:hunter2@host/v1"}});

    CHECK_THAT(error, Catch::Contains("OPENAI_BASE_URL"));
    CHECK_THAT(error, !Catch::Contains("hunter2"));
    CHECK_THAT(refusal("openai:x", {{"OPENAI_BASE_URL", "file:///etc"}}),
               Catch::Contains("http://"));
    refusal("openai:x", {{"OPENAI_BASE_URL", "http://[::1].evil/v1"}});
    refusal("openai:x", {{"OPENAI_BASE_URL", "http://127.0.0.1\\\\@evil.example/v1#"}});
}

TEST_CASE("model choice: a configured name wins and brings its own variable", "[cli]") {
    ModelConfig fast = configured("fast");
    fast.api_key.variable = "MY_KEY";

    CHECK(chosen("fast", {{"MY_KEY", "k-123"}}, {fast}).api_key == "k-123");
    CHECK_THAT(refusal("fast", {{"OPENAI_API_KEY", "k-123"}}, {fast}), Catch::Contains("MY_KEY"));
}

TEST_CASE("model choice: each vendor's protocol, or the configured one", "[cli]") {
    ModelConfig proxy = configured("proxy");
    proxy.vendor.clear();
    proxy.base_url = "http://127.0.0.1:1";
    proxy.protocol = "anthropic";
    ModelConfig odd = proxy;
    odd.protocol = "telepathy";

    const ModelChoice claude = chosen("anthropic:claude-x", {{"ANTHROPIC_API_KEY", "sk-ant-1"}});

    CHECK(claude.protocol == "anthropic");
    CHECK(claude.api_key == "sk-ant-1");
    CHECK(chosen("anthropic:x", {{"ANTHROPIC_BASE_URL", "http://127.0.0.1:9"}}).base_url ==
          "http://127.0.0.1:9");
    CHECK(chosen("proxy", {}, {proxy}).protocol == "anthropic");
    CHECK(chosen("ollama:qwen3").protocol == "openai");
    CHECK_THAT(refusal("proxy", {}, {odd}),
               Catch::Contains("no protocol named 'telepathy' in [models.proxy] | known: openai, "
                               "anthropic"));
}

TEST_CASE("model choice: fallbacks are reached like any model", "[cli]") {
    ModelConfig fast = configured("fast"), slow = configured("slow");
    fast.fallback = {"slow", "ollama:qwen3"};
    slow.fallback = {"fast"};
    const Variables key = {{"OPENAI_API_KEY", "sk-1"}};

    const ModelChoice choice = chosen("fast", key, {fast, slow});

    REQUIRE(choice.fallbacks.size() == 2);
    CHECK(choice.fallbacks[0].name == "slow");
    CHECK(choice.fallbacks[0].fallbacks.empty());
    CHECK(choice.fallbacks[1].base_url == "http://localhost:11434/v1");
    fast.fallback = {"anthropic:claude"};
    CHECK_THAT(refusal("fast", key, {fast}),
               Catch::Contains("the fallback 'anthropic:claude' of 'fast': no key for the model"));
    for (const char* none : {"fast", "offline"}) {
        fast.fallback = {none};
        CHECK_THAT(refusal("fast", key, {fast}),
                   Catch::Contains("it is that model itself") ||
                       Catch::Contains("the built-in planner is no language model"));
    }
}

TEST_CASE("model choice: the price is the configured one, or the vendor's", "[cli]") {
    const Variables key = {{"OPENAI_API_KEY", "sk-1"}};
    ModelConfig own = configured("own");
    own.model = "gpt-4o";
    own.input_price = 1;
    own.output_price = 2;

    CHECK(chosen("openai:gpt-4o", key).price == models::find_price("gpt-4o"));
    CHECK(chosen("own", key, {own}).price == models::plain_price(1, 2));
    CHECK_FALSE(chosen("openai:gpt-unheard-of", key).price);
    CHECK_FALSE(chosen("vllm:gpt-4o").price);
}

TEST_CASE("model choice: what is unknown names the nearest", "[cli]") {
    CHECK_THAT(refusal("opnai:gpt-4o"),
               Catch::Contains("no model vendor named 'opnai' | did you mean 'openai:gpt-4o'?"));
    CHECK_THAT(refusal("ofline"), Catch::Contains("did you mean 'offline'?"));
    CHECK_THAT(refusal("fats", {}, {configured("fast")}), Catch::Contains("did you mean 'fast'?"));
    CHECK_THAT(refusal("openai"), Catch::Contains("-m openai:MODEL"));
    CHECK_THAT(refusal("openai:"), Catch::Contains("names no model"));
}

TEST_CASE("model choice: a key that could end a header is refused and not repeated", "[cli]") {
    const std::string error =
        refusal("openai:x", {{"OPENAI_API_KEY", "abc\r\nX-Evil: secretpart"}});

    CHECK_THAT(error, Catch::Contains("a character that no key has"));
    CHECK_THAT(error, !Catch::Contains("secretpart"));
}

TEST_CASE("model choice: what is configured, the planner and the vendors begin a name", "[cli]") {
    const std::vector<std::string> names = model_beginnings({configured("big")});

    REQUIRE(names.size() > 2);
    CHECK(names[0] == "big");
    CHECK(names[1] == "offline");
    CHECK(std::find(names.begin(), names.end(), "openai:") != names.end());
}
