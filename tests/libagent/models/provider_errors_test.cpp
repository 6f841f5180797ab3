#include "libagent/models/provider_errors.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb;
using namespace askdb::models;

namespace {

const std::string secret_key = "sk-proj-abcdef0123456789";

Endpoint gpt() {
    return {.name = "openai:gpt-4o",
            .model = "gpt-4o",
            .base_url = "https://api.openai.com/v1",
            .api_key = secret_key};
}

Error refusal(int status, std::string_view message, std::string_view code = "",
              Endpoint endpoint = gpt()) {
    const Json body = {{"error", {{"message", message}, {"code", code}}}};
    return describe_refusal(endpoint, {.status = status, .headers = {}, .body = body.dump()}, {});
}

}

TEST_CASE("provider errors: a refused key names its variable and never the key",
          "[provider_errors]") {
    const Error error =
        refusal(401, "Incorrect API key provided: sk-proj-********6789. See " + secret_key + ".");

    CHECK(error.message ==
          "the model server refused the key for 'openai:gpt-4o': Incorrect API key provided: *** "
          "See ***");
    CHECK(error.hint == "export OPENAI_API_KEY=…");
    CHECK(error.code == Errc::model);
    CHECK_FALSE(error.retryable);
}

TEST_CASE("provider errors: a missing key is asked for", "[provider_errors]") {
    Endpoint endpoint = gpt();
    endpoint.api_key.clear();

    CHECK(refusal(401, "", "", endpoint).message ==
          "the model server wants a key for 'openai:gpt-4o'");
}

TEST_CASE("provider errors: an unknown model is named, Ollama's with its command",
          "[provider_errors]") {
    const Endpoint local{
        .name = "ollama:qwen3:8b", .model = "qwen3:8b", .base_url = "http://localhost:11434/v1"};
    Endpoint odd = local;
    odd.model = "x; rm -rf /";

    CHECK(refusal(404, "The model `gpt-9` does not exist").message ==
          "the server at 'https://api.openai.com/v1' does not know model 'gpt-4o', or the URL: The "
          "model `gpt-9` does not exist");
    CHECK(refusal(404, "not found", "", local).hint == "ollama pull qwen3:8b");
    CHECK(refusal(404, "not found", "", odd).hint.empty());
}

TEST_CASE("provider errors: what may pass is retryable, what will not is not",
          "[provider_errors]") {
    for (const int status : {408, 409, 429, 500, 502, 503, 504, 529}) {
        CHECK(refusal(status, "busy").retryable);
    }
    for (const int status : {302, 400, 401, 402, 403, 404, 405, 413, 422}) {
        CHECK_FALSE(refusal(status, "no").retryable);
    }
    const Error quota = refusal(429, "You exceeded your current quota.", "insufficient_quota");
    CHECK_FALSE(quota.retryable);
    CHECK(quota.message ==
          "the quota for 'openai:gpt-4o' is used up: You exceeded your current quota");
}

TEST_CASE("provider errors: a conversation that is too long is said to be so",
          "[provider_errors]") {
    CHECK(refusal(400, "This model's maximum context length is 8192 tokens", "").message ==
          "the conversation is too long for 'openai:gpt-4o': This model's maximum context length "
          "is 8192 tokens");
    CHECK(refusal(400, "no", "context_length_exceeded")
              .message.starts_with("the conversation is too long"));
    for (const char* words : {"prompt is too long: 213462 tokens > 200000 maximum",
                              "input length and `max_tokens` exceed context limit: 19 + 2 > 20",
                              "The input token count (1200000) exceeds the maximum",
                              "the request exceeds the available context size"}) {
        CHECK(refusal(400, words).too_long);
    }
    CHECK(refusal(413, "no").too_long);
    const Error of_a_minute = refusal(429, "Request too large for gpt-4o: Limit 30000");
    CHECK(of_a_minute.too_long);
    CHECK_FALSE(of_a_minute.retryable);
    CHECK_FALSE(refusal(429, "Rate limit reached").too_long);
    CHECK_FALSE(refusal(400, "max_tokens is too large").too_long);
}

TEST_CASE("provider errors: bodies of all shapes are quoted, web pages are not",
          "[provider_errors]") {
    const auto quoted = [](std::string body) {
        return describe_refusal(gpt(), {.status = 500, .headers = {}, .body = std::move(body)}, {})
            .message;
    };
    const std::string plain = "the model server for 'openai:gpt-4o' failed with status 500";

    CHECK(quoted(R"({"error":"model crashed"})") == plain + ": model crashed");
    CHECK(quoted(R"({"object":"error","message":"out of memory"})") == plain + ": out of memory");
    CHECK(quoted(R"({"detail":"bad"})") == plain + ": bad");
    CHECK(quoted(R"([{"error":{"message":"m"}}])") == plain + ": m");
    CHECK(quoted("upstream connect error\n") == plain + ": upstream connect error");
    CHECK(quoted("<html>oops</html>") == plain);
    CHECK(quoted("") == plain);
    CHECK(quoted("\"\x1b[2J\"").find('\x1b') == std::string::npos);
    CHECK(quoted(std::string(100'000, 'x')).size() < 1000);
}

TEST_CASE("provider errors: Retry-After is read as seconds, milliseconds or a date",
          "[provider_errors]") {
    const auto waited = [](std::string name, std::string value) {
        const std::chrono::sys_days day = std::chrono::year(1994) / 11 / 6;
        const auto now = day + std::chrono::hours(8) + std::chrono::minutes(49);
        return describe_refusal(gpt(), {.status = 429, .headers = {{name, value}}, .body = "{}"},
                                now)
            .retry_after.count();
    };

    CHECK(waited("retry-after", "7") == 7000);
    CHECK(waited("retry-after", "0.5") == 500);
    CHECK(waited("retry-after-ms", "120") == 120);
    CHECK(waited("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT") == 37'000);
    CHECK(waited("retry-after", "Sun, 06 Nov 1994 08:48:37 GMT") == 0);
    CHECK(waited("retry-after", "1e308") == 86'400'000);
    CHECK(waited("retry-after", "-5") == 0);
    CHECK(waited("retry-after", "nan") == 0);
    CHECK(waited("retry-after", "soon") == 0);
    CHECK(waited("retry-after", "Sun, 99 Foo 1994 08:49:37 GMT") == 0);
}
