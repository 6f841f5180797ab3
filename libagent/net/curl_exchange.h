#pragma once

#include "libagent/net/curl_api.h"
#include "libagent/net/http_client.h"
#include "libagent/net/url.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::net {

/// An easy handle and a multi handle of its own, which keeps the connections that it made.
/// Used by one thread at a time.
class CurlHandles {
  public:
    explicit CurlHandles(const CurlApi& api);
    ~CurlHandles();
    CurlHandles(const CurlHandles&) = delete;
    CurlHandles& operator=(const CurlHandles&) = delete;

    CURL* easy() const { return easy_; }
    CURLM* multi() const { return multi_; }

  private:
    const CurlApi& api_;
    CURL* easy_;
    CURLM* multi_;
};

/// One request and its answer. Borrows all that it is given; lives on the stack of one send().
class CurlExchange {
  public:
    CurlExchange(const CurlApi& api, CurlHandles& handles, const HttpRequest& request, Url url);
    ~CurlExchange();
    CurlExchange(const CurlExchange&) = delete;
    CurlExchange& operator=(const CurlExchange&) = delete;

    /// To be called once, as HttpClient::send describes.
    HttpResponse run(const HttpOptions& options, const BodySink& on_body, std::stop_token stop);

  private:
    using Clock = std::chrono::steady_clock;

    template <class Value>
    void set(CURLoption option, Value value);
    void set_up(const HttpOptions& options);
    void set_up_method();
    void set_up_headers();
    void set_up_connection(const HttpOptions& options);

    void step();
    bool deliver(const BodySink& on_body);
    void take_leave(const std::stop_token& stop);
    void expect_progress();
    std::chrono::milliseconds longest_wait() const;
    void finish();
    long status() const;

    std::size_t take_body(std::string_view bytes) noexcept;
    std::size_t take_header(std::string_view line) noexcept;
    static std::size_t on_body_bytes(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_header_line(char* data, std::size_t size, std::size_t count, void* self);

    const CurlApi& api_;
    CurlHandles& handles_;
    const HttpRequest& request_;
    const Url url_;
    curl_slist* headers_ = nullptr;
    std::array<char, CURL_ERROR_SIZE> detail_{};

    HttpResponse response_;
    std::string arrived_;           ///< Body bytes that came and were not handed on yet.
    std::size_t body_bytes_ = 0;    ///< Of the whole body, after decompression.
    std::size_t header_bytes_ = 0;  ///< Of all answers, interim ones included.
    bool too_large_ = false;
    bool running_ = true;
    std::int64_t progress_ = 0;  ///< Bytes that moved either way when last_progress_ was taken.
    Clock::time_point last_progress_ = Clock::now();
};

}
