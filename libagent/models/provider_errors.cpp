#include "libagent/models/provider_errors.h"

#include "libagent/base/text.h"
#include "libagent/models/json_fields.h"
#include "libagent/models/retry_after.h"
#include "libagent/models/vendors.h"
#include "libagent/net/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace askdb::models {
namespace {

constexpr std::size_t longest_quote = 300;

/// What a server says went wrong, out of the shapes that compatible servers use.
struct Complaint {
    std::string message;      ///< Safe to show; clipped.
    std::string code;         ///< Code and type, lower case: "insufficient_quota invalid_request".
    std::int64_t status = 0;  ///< Where the body repeats or corrects the HTTP status.
};

std::string quoted_complaint(std::string_view words) {
    std::string text = visible(clipped(trim(words), longest_quote));
    while (text.ends_with('.')) text.pop_back();
    return text;
}

Complaint complaint_of(const Json& body) {
    const Json& outer = body.is_array() && !body.empty() ? body.front() : body;
    if (outer.is_string()) return {quoted_complaint(outer.get<std::string>()), "", 0};
    const Json* const error = json_field(outer, "error");
    if (error != nullptr && error->is_string()) {
        return {quoted_complaint(error->get<std::string>()), "", 0};
    }
    const Json& inner = error != nullptr ? *error : outer;
    std::string_view words = text_field(inner, "message");
    if (words.empty()) words = text_field(inner, "detail");
    const std::string kinds = std::string(text_field(inner, "code")) + " " +
                              std::string(text_field(inner, "type")) + " " +
                              std::string(text_field(inner, "status"));
    std::int64_t status = count_field(inner, "status_code");
    if (status == 0) status = count_field(inner, "code");
    return {quoted_complaint(words), lower_ascii(kinds), status};
}

/// A body that is no JSON is quoted when it is words and not a web page.
Complaint complaint_of_body(std::string_view body) {
    const Result<Json> json = parse_json(body, "body");
    if (json) return complaint_of(json.value());
    const std::string_view words = trim(body);
    return {words.starts_with('<') ? std::string() : quoted_complaint(words), "", 0};
}

template <std::size_t Count>
bool complaint_mentions(const std::string& text,
                        const std::array<std::string_view, Count>& phrases) {
    return std::any_of(phrases.begin(), phrases.end(), [&text](std::string_view phrase) {
        return text.find(phrase) != std::string::npos;
    });
}

bool is_about_context_length(const Complaint& complaint) {
    constexpr std::array<std::string_view, 14> phrases = {
        "context_length",     "context length",    "context window",    "context size",
        "context limit",      "maximum context",   "context_size",      "too many tokens",
        "prompt is too long", "input is too long", "input token count", "maximum prompt length",
        "request too large",  "reduce the length"};
    return complaint_mentions(lower_ascii(complaint.message) + " " + complaint.code, phrases);
}

bool is_passing_status(std::int64_t status) {
    constexpr std::array<std::int64_t, 4> passing = {408, 409, 425, 429};
    return (status >= 500 && status < 600) ||
           std::find(passing.begin(), passing.end(), status) != passing.end();
}

/// `tool_use_failed` is Groq's word for a call that the model wrote wrongly: it may do better.
bool may_pass(const Complaint& complaint) {
    constexpr std::array<std::string_view, 7> kinds = {
        "tool_use_failed", "overload",    "rate_limit", "server_error",
        "api_error",       "unavailable", "timeout"};
    return is_passing_status(complaint.status) || complaint_mentions(complaint.code, kinds);
}

const Vendor* vendor_of(const Endpoint& endpoint) {
    return find_vendor(endpoint.name.substr(0, endpoint.name.find(':')));
}

Error refused_key(const Endpoint& endpoint) {
    Error error{
        .code = Errc::model,
        .message = endpoint.api_key.empty()
                       ? fmt::format("the model server wants a key for '{}'", endpoint.name)
                       : fmt::format("the model server refused the key for '{}'", endpoint.name)};
    const Vendor* const vendor = vendor_of(endpoint);
    if (vendor != nullptr && !vendor->key_variable.empty()) {
        error.hint = fmt::format("export {}=…", vendor->key_variable);
    }
    return error;
}

Error unknown_model(const Endpoint& endpoint) {
    const Result<net::Url> url = net::parse_url(endpoint.base_url);
    Error error{.code = Errc::model,
                .message = fmt::format("the server at '{}' does not know model '{}', or the URL",
                                       url ? url.value().shown : std::string(), endpoint.model)};
    const bool plain = std::all_of(endpoint.model.begin(), endpoint.model.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("-._:/").find(c) != std::string_view::npos;
    });
    const Vendor* const vendor = vendor_of(endpoint);
    if (plain && vendor != nullptr && vendor->name == "ollama") {
        error.hint = "ollama pull " + endpoint.model;
    }
    return error;
}

Error too_many_requests(const Endpoint& endpoint, const Complaint& complaint) {
    if (complaint.code.find("insufficient_quota") != std::string::npos) {
        return {Errc::model, fmt::format("the quota for '{}' is used up", endpoint.name)};
    }
    return {.code = Errc::model,
            .message = fmt::format("too many requests to '{}'", endpoint.name),
            .retryable = true};
}

Error refusal_by_status(const Endpoint& endpoint, int status, const Complaint& complaint) {
    constexpr int payment_required = 402, too_large = 413;
    if (status == 401 || status == 403) return refused_key(endpoint);
    if (status == 404) return unknown_model(endpoint);
    // Also with 429 (more tokens than a minute allows): waiting does not make it shorter. And with
    // 500, as some servers of one's own say it.
    if (status == too_large || (status >= 400 && is_about_context_length(complaint))) {
        return {.code = Errc::model,
                .message = fmt::format("the conversation is too long for '{}'", endpoint.name),
                .too_long = true};
    }
    if (status == 429) return too_many_requests(endpoint, complaint);
    if (status == payment_required) {
        return {Errc::model, fmt::format("the account behind '{}' has no credit", endpoint.name)};
    }
    if (status >= 300 && status < 400) {
        return {Errc::model,
                fmt::format("the model server for '{}' redirects elsewhere (status {}), which is "
                            "not followed",
                            endpoint.name, status)};
    }
    return {.code = Errc::model,
            .message = fmt::format("the model server for '{}' failed with status {}", endpoint.name,
                                   status),
            .retryable = is_passing_status(status) || may_pass(complaint)};
}

}

Error describe_refusal(const Endpoint& endpoint, const net::HttpResponse& response,
                       std::chrono::system_clock::time_point now) {
    const Complaint complaint = complaint_of_body(response.body);
    Error error = refusal_by_status(endpoint, response.status, complaint);
    if (!complaint.message.empty()) error.message += ": " + complaint.message;
    error.message = without_key(std::move(error.message), endpoint.api_key);
    if (error.retryable) error.retry_after = requested_wait(response, now);
    return error;
}

Error describe_stream_error(const Json& body) {
    const Complaint complaint = complaint_of(body);
    Error error{.code = Errc::model,
                .message = "the model server failed in the middle of its answer",
                .retryable = may_pass(complaint)};
    if (is_about_context_length(complaint)) {
        error.message = "the conversation is too long for the model";
        error.too_long = true;
        error.retryable = false;
    }
    if (!complaint.message.empty()) error.message += ": " + complaint.message;
    return error;
}

std::string without_key(std::string text, const std::string& key) {
    text = redacted(std::move(text), std::array{key});
    constexpr std::size_t telling_prefix = 5, shortest_key = 12;
    if (key.size() < shortest_key) return text;
    const std::string prefix = key.substr(0, telling_prefix);
    for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos; at += 3) {
        const std::size_t end = std::min(text.find_first_of(" \t\n\"'", at), text.size());
        text.replace(at, end - at, "***");
    }
    return text;
}

}
