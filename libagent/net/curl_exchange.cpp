#include "libagent/net/curl_exchange.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/net/curl_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <utility>

namespace askdb::net {
namespace {

constexpr std::size_t longest_header_section = 256u << 10;
constexpr std::size_t longest_refusal = 1u << 20;
constexpr std::chrono::milliseconds longest_poll{1000};
constexpr std::chrono::milliseconds longest_leave{20};
constexpr long keepalive_idle_seconds = 30;
constexpr long keepalive_interval_seconds = 15;

void check_multi(const CurlApi& api, CURLMcode code) {
    if (code == CURLM_OK) return;
    throw Failure(Error{Errc::model, std::string("libcurl failed: ") + api.multi_strerror(code)});
}

bool is_success(long status) {
    return status >= 200 && status < 300;
}

}

CurlHandles::CurlHandles(const CurlApi& api)
    : api_(api), easy_(api.easy_init()), multi_(api.multi_init()) {
    if (easy_ != nullptr && multi_ != nullptr) return;
    if (easy_ != nullptr) api_.easy_cleanup(easy_);
    if (multi_ != nullptr) api_.multi_cleanup(multi_);
    throw std::bad_alloc();
}

CurlHandles::~CurlHandles() {
    api_.easy_cleanup(easy_);
    api_.multi_cleanup(multi_);
}

CurlExchange::CurlExchange(const CurlApi& api, CurlHandles& handles, const HttpRequest& request,
                           Url url)
    : api_(api), handles_(handles), request_(request), url_(std::move(url)) {}

CurlExchange::~CurlExchange() {
    api_.multi_remove_handle(handles_.multi(), handles_.easy());
    api_.easy_reset(handles_.easy());
    api_.slist_free_all(headers_);
}

HttpResponse CurlExchange::run(const HttpOptions& options, const BodySink& on_body,
                               std::stop_token stop) {
    set_up(options);
    check_multi(api_, api_.multi_add_handle(handles_.multi(), handles_.easy()));
    // A wake-up is remembered: one that comes before the poll ends that poll at once.
    const std::stop_callback wake(stop, [this] { api_.multi_wakeup(handles_.multi()); });
    last_progress_ = Clock::now();
    for (;;) {
        step();
        throw_if_stopped(stop);
        if (!deliver(on_body)) {
            take_leave(stop);
            return std::move(response_);
        }
        if (!running_) break;
        expect_progress();
        const int wait = static_cast<int>(longest_wait().count());
        check_multi(api_, api_.multi_poll(handles_.multi(), nullptr, 0, wait, nullptr));
    }
    finish();
    return std::move(response_);
}

void CurlExchange::step() {
    int running = 0;
    check_multi(api_, api_.multi_perform(handles_.multi(), &running));
    running_ = running > 0;
}

long CurlExchange::status() const {
    long status = 0;
    api_.easy_getinfo(handles_.easy(), CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/// Hands on, in one piece, what came since the last time: a server that sends many small chunks
/// costs one call a socket read, and nothing that `on_body` throws ever crosses libcurl. False when
/// the receiver wants no more.
bool CurlExchange::deliver(const BodySink& on_body) {
    if (arrived_.empty()) return true;
    const bool success = is_success(status());
    bool go_on = true;
    if (success && on_body) {
        go_on = on_body(arrived_);
    } else {
        std::string_view kept = arrived_;
        if (!success) kept = kept.substr(0, longest_refusal - response_.body.size());
        response_.body += kept;
    }
    arrived_.clear();
    return go_on;
}

/// The receiver has all that it wants. The end of the body is mostly on its way: with it the
/// connection can be used again, so a moment is given to it and no more.
void CurlExchange::take_leave(const std::stop_token& stop) {
    response_.status = static_cast<int>(status());
    const Clock::time_point latest = Clock::now() + longest_leave;
    while (running_ && !stop.stop_requested() && Clock::now() < latest) {
        check_multi(api_, api_.multi_poll(handles_.multi(), nullptr, 0, 1, nullptr));
        step();
        arrived_.clear();
    }
}

/// libcurl's own LOW_SPEED_TIME fires up to three times too late, so silence is measured here, from
/// the moment that the connection stands; until then the connect timeout rules.
void CurlExchange::expect_progress() {
    curl_off_t connected_us = 0, uploaded = 0;
    api_.easy_getinfo(handles_.easy(), CURLINFO_PRETRANSFER_TIME_T, &connected_us);
    api_.easy_getinfo(handles_.easy(), CURLINFO_SIZE_UPLOAD_T, &uploaded);
    const auto moved = static_cast<std::int64_t>(uploaded) +
                       static_cast<std::int64_t>(body_bytes_ + header_bytes_);
    if (connected_us == 0 || moved != progress_) {
        progress_ = moved;
        last_progress_ = Clock::now();
    } else if (Clock::now() - last_progress_ >= request_.idle_timeout) {
        throw Failure(Error{.code = Errc::model,
                            .message = fmt::format("no answer from '{}': it was silent for {} ms",
                                                   url_.shown, request_.idle_timeout.count()),
                            .retryable = true});
    }
}

std::chrono::milliseconds CurlExchange::longest_wait() const {
    using std::chrono::milliseconds;
    const auto left =
        std::chrono::ceil<milliseconds>(last_progress_ + request_.idle_timeout - Clock::now());
    return std::clamp(left, milliseconds(1), longest_poll);
}

void CurlExchange::finish() {
    int left = 0;
    CURLcode code = CURLE_OK;
    while (const CURLMsg* message = api_.multi_info_read(handles_.multi(), &left)) {
        if (message->msg == CURLMSG_DONE) code = message->data.result;
    }
    if (too_large_) {
        throw Failure(Error{Errc::model, fmt::format("the answer from '{}' is larger than {} bytes",
                                                     url_.shown, request_.max_body_bytes)});
    }
    if (code != CURLE_OK) {
        long os_error = 0;
        api_.easy_getinfo(handles_.easy(), CURLINFO_OS_ERRNO, &os_error);
        const bool explained = detail_[0] != '\0';
        throw Failure(
            describe_trouble({.code = code,
                              .os_error = static_cast<int>(os_error),
                              .detail = explained ? detail_.data() : api_.easy_strerror(code),
                              .connect_timeout = request_.connect_timeout},
                             url_));
    }
    response_.status = static_cast<int>(status());
}

template <class Value>
void CurlExchange::set(CURLoption option, Value value) {
    const CURLcode code = api_.easy_setopt(handles_.easy(), option, value);
    // What an older library does not know is a refinement; what it needs room for is not.
    if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
}

void CurlExchange::set_up(const HttpOptions& options) {
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_ERRORBUFFER, detail_.data());
    set(CURLOPT_WRITEFUNCTION, &CurlExchange::on_body_bytes);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &CurlExchange::on_header_line);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_USERAGENT, "askdb/" ASKDB_VERSION);
    set_up_method();
    set_up_headers();
    set_up_connection(options);
}

void CurlExchange::set_up_method() {
    if (request_.method == "HEAD") {
        set(CURLOPT_NOBODY, 1L);
    } else if (request_.method != "GET" || !request_.body.empty()) {
        // Up to 64 KiB leave in one write with the headers: a second write costs a round trip.
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
        set(CURLOPT_POSTFIELDS, request_.body.c_str());
        set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    }
}

void CurlExchange::set_up_headers() {
    const auto add = [this](const std::string& line) {
        curl_slist* const longer = api_.slist_append(headers_, line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        headers_ = longer;
    };
    add("Expect:");  // No waiting for "100 Continue".
    for (const auto& [name, value] : request_.headers) {
        add(value.empty() ? name + ";" : name + ": " + value);  // libcurl's spelling of "empty".
    }
    set(CURLOPT_HTTPHEADER, headers_);
}

void CurlExchange::set_up_connection(const HttpOptions& options) {
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    set(CURLOPT_ACCEPT_ENCODING, "");  // All that this libcurl can decode.
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // A stop does not wait for a resolver thread.
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout.count()));
    set(CURLOPT_TCP_NODELAY, 1L);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_TCP_KEEPIDLE, keepalive_idle_seconds);
    set(CURLOPT_TCP_KEEPINTVL, keepalive_interval_seconds);
    if (!options.ca_bundle.empty()) set(CURLOPT_CAINFO, options.ca_bundle.c_str());
    // Only set for loopback: setting it at all would hide the environment's no_proxy.
    if (url_.is_loopback()) set(CURLOPT_NOPROXY, "*");
}

std::size_t CurlExchange::take_body(std::string_view bytes) noexcept {
    if (bytes.size() > request_.max_body_bytes - body_bytes_) {
        too_large_ = true;
        return 0;
    }
    try {
        arrived_ += bytes;
    } catch (const std::bad_alloc&) {
        too_large_ = true;
        return 0;
    }
    body_bytes_ += bytes.size();
    return bytes.size();
}

std::size_t CurlExchange::take_header(std::string_view line) noexcept {
    header_bytes_ += line.size();
    if (header_bytes_ > longest_header_section) return 0;
    try {
        if (line.starts_with("HTTP/")) response_.headers.clear();  // An interim answer came before.
        const auto colon = line.find(':');
        const bool trailer = body_bytes_ > 0;
        if (colon != line.npos && !trailer) {
            response_.headers.emplace_back(lower_ascii(trim(line.substr(0, colon))),
                                           trim(line.substr(colon + 1)));
        }
    } catch (const std::bad_alloc&) {
        return 0;
    }
    return line.size();
}

std::size_t CurlExchange::on_body_bytes(char* data, std::size_t size, std::size_t count,
                                        void* self) {
    return static_cast<CurlExchange*>(self)->take_body({data, size * count});
}

std::size_t CurlExchange::on_header_line(char* data, std::size_t size, std::size_t count,
                                         void* self) {
    return static_cast<CurlExchange*>(self)->take_header({data, size * count});
}

}
