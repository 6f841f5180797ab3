#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
    std::string method = "POST";
    std::string url = {};
    Headers headers = {};  ///< May hold secrets: never logged.
    std::string body = {};
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds idle_timeout{
        120'000};  ///< Longest silence; a stream may last longer in all.
    std::size_t max_body_bytes = 32u << 20;
};

struct HttpResponse {
    int status = 0;
    Headers headers;   ///< Names in lower case.
    std::string body;  ///< Empty when the bytes went to `on_body`; of a refusal, its first MiB.

    /// The header's value, or empty. `name` in lower case.
    std::string_view header(std::string_view name) const;
};

/// Receives the body of a 2xx answer piece by piece, as it comes off the socket. False: all that
/// matters has come, and nothing more is waited for.
using BodySink = std::function<bool(std::string_view)>;

/// HTTP/1.1 and HTTP/2 with TLS. Any number of threads may call at once; connections are kept.
class HttpClient {
  public:
    virtual ~HttpClient() = default;

    /// Sends the request and blocks until the answer is whole. Bytes of a 2xx answer go to
    /// `on_body` when it is given; all other bodies come back in HttpResponse::body. Any status is
    /// an answer. Throws Failure(model, retryable) when no whole HTTP answer came (refused, DNS,
    /// TLS, reset, cut before its length, idle_timeout, max_body_bytes: the last, and a certificate
    /// that is not trusted, are not retryable), Failure(usage) for a URL or header that cannot be
    /// sent, and Stopped within 200 ms of a stop. Redirects are not followed: a key must not
    /// travel. When `on_body` answers false, the answer counts as whole; what `on_body` throws ends
    /// the transfer and comes out here.
    virtual HttpResponse send(const HttpRequest& request, const BodySink& on_body,
                              std::stop_token stop) = 0;
};

struct HttpOptions {
    std::string ca_bundle = {};  ///< PEM file of trusted certificates; empty: the system's.
};

/// The one implementation, over libcurl, which is loaded when the first request needs it: linking
/// it would cost every start 4 ms. The usual proxy variables of the environment are honoured, but
/// for loopback hosts, which are always reached directly.
std::unique_ptr<HttpClient> make_http_client(HttpOptions options = {});

/// Begins loading libcurl on a thread of its own, so that it is there when the first request comes.
/// Nothing waits for that thread: a program that ends while it loads should do so by _exit().
void preload_http();

}
