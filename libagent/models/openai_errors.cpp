#include "libagent/models/openai_errors.h"

#include "libagent/base/text.h"
#include "libagent/models/openai_fields.h"
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
    const Json* const error = openai_field(outer, "error");
    if (error != nullptr && error->is_string()) {
        return {quoted_complaint(error->get<std::string>()), "", 0};
    }
    const Json& inner = error != nullptr ? *error : outer;
    std::string_view words = openai_text_field(inner, "message");
    if (words.empty()) words = openai_text_field(inner, "detail");
    const std::string kinds = std::string(openai_text_field(inner, "code")) + " " +
                              std::string(openai_text_field(inner, "type")) + " " +
                              std::string(openai_text_field(inner, "status"));
    std::int64_t status = openai_count_field(inner, "status_code");
    if (status == 0) status = openai_count_field(inner, "code");
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
    constexpr std::array<std::string_view, 8> phrases = {
        "context_length",  "context length",  "context window",     "context size",
        "maximum context", "too many tokens", "prompt is too long", "reduce the length"};
    return complaint_mentions(lower_ascii(complaint.message) + " " + complaint.code, phrases);
}

bool is_passing_status(std::int64_t status) {
    constexpr std::array<std::int64_t, 4> passing = {408, 409, 425, 429};
    return (status >= 500 && status < 600) ||
           std::find(passing.begin(), passing.end(), status) != passing.end();
}

/// `tool_use_failed` is Groq's word for a call that the model wrote wrongly: it may do better.
bool may_pass(const Complaint& complaint) {
    constexpr std::array<std::string_view, 6> kinds = {
        "tool_use_failed", "overload", "rate_limit", "server_error", "unavailable", "timeout"};
    return is_passing_status(complaint.status) || complaint_mentions(complaint.code, kinds);
}

const Vendor* vendor_of(const OpenAiOptions& options) {
    return find_vendor(options.name.substr(0, options.name.find(':')));
}

Error refused_key(const OpenAiOptions& options) {
    Error error{
        .code = Errc::model,
        .message = options.api_key.empty()
                       ? fmt::format("the model server wants a key for '{}'", options.name)
                       : fmt::format("the model server refused the key for '{}'", options.name)};
    const Vendor* const vendor = vendor_of(options);
    if (vendor != nullptr && !vendor->key_variable.empty()) {
        error.hint = fmt::format("export {}=…", vendor->key_variable);
    }
    return error;
}

Error unknown_model(const OpenAiOptions& options) {
    const Result<net::Url> url = net::parse_url(options.base_url);
    Error error{.code = Errc::model,
                .message = fmt::format("the server at '{}' does not know model '{}', or the URL",
                                       url ? url.value().shown : std::string(), options.model)};
    const bool plain = std::all_of(options.model.begin(), options.model.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("-._:/").find(c) != std::string_view::npos;
    });
    const Vendor* const vendor = vendor_of(options);
    if (plain && vendor != nullptr && vendor->name == "ollama") {
        error.hint = "ollama pull " + options.model;
    }
    return error;
}

Error too_many_requests(const OpenAiOptions& options, const Complaint& complaint) {
    if (complaint.code.find("insufficient_quota") != std::string::npos) {
        return {Errc::model, fmt::format("the quota for '{}' is used up", options.name)};
    }
    return {.code = Errc::model,
            .message = fmt::format("too many requests to '{}'", options.name),
            .retryable = true};
}

Error refusal_by_status(const OpenAiOptions& options, int status, const Complaint& complaint) {
    constexpr int payment_required = 402, too_large = 413, unprocessable = 422;
    if (status == 401 || status == 403) return refused_key(options);
    if (status == 404) return unknown_model(options);
    if (status == 429) return too_many_requests(options, complaint);
    if (status == payment_required) {
        return {Errc::model, fmt::format("the account behind '{}' has no credit", options.name)};
    }
    const bool is_input = status == 400 || status == too_large || status == unprocessable;
    if (is_input && is_about_context_length(complaint)) {
        return {Errc::model, fmt::format("the conversation is too long for '{}'", options.name)};
    }
    if (status >= 300 && status < 400) {
        return {Errc::model,
                fmt::format("the model server for '{}' redirects elsewhere (status {}), which is "
                            "not followed",
                            options.name, status)};
    }
    return {.code = Errc::model,
            .message = fmt::format("the model server for '{}' failed with status {}", options.name,
                                   status),
            .retryable = is_passing_status(status) || may_pass(complaint)};
}

}

Error describe_refusal(const OpenAiOptions& options, const net::HttpResponse& response,
                       std::chrono::system_clock::time_point now) {
    const Complaint complaint = complaint_of_body(response.body);
    Error error = refusal_by_status(options, response.status, complaint);
    if (!complaint.message.empty()) error.message += ": " + complaint.message;
    error.message = without_key(std::move(error.message), options.api_key);
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
