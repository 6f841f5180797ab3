#include "libagent/net/http_client.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/net/curl_exchange.h"

#include <algorithm>
#include <mutex>

namespace askdb::net {
namespace {

constexpr std::size_t most_idle_handles = 16;

/// A line break inside would smuggle in another header; keys read from files often end with one.
void check_request_headers(const HttpRequest& request) {
    const auto is_control = [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7F; };
    for (const auto& [name, value] : request.headers) {
        const bool bad_name = name.empty() || name.find_first_of(": \t") != name.npos ||
                              std::any_of(name.begin(), name.end(), is_control);
        if (bad_name || std::any_of(value.begin(), value.end(), is_control)) {
            throw Failure(Error{Errc::usage, "HTTP header '" + visible(name) +
                                                 "' cannot be sent: a control character is in it"});
        }
    }
}

class CurlClient : public HttpClient {
  public:
    explicit CurlClient(HttpOptions options) : options_(std::move(options)) {}

    HttpResponse send(const HttpRequest& request, const BodySink& on_body,
                      std::stop_token stop) override {
        throw_if_stopped(stop);
        Url url = parse_url(request.url).value_or_throw();
        check_request_headers(request);
        const CurlApi& api = curl_api();
        std::unique_ptr<CurlHandles> handles = borrow(api);
        HttpResponse response =
            CurlExchange(api, *handles, request, std::move(url)).run(options_, on_body, stop);
        // Only after a whole answer: handles whose transfer broke are not worth a doubt.
        give_back(std::move(handles));
        return response;
    }

  private:
    std::unique_ptr<CurlHandles> borrow(const CurlApi& api) {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                auto handles = std::move(idle_.back());  // The one most likely still connected.
                idle_.pop_back();
                return handles;
            }
        }
        return std::make_unique<CurlHandles>(api);
    }

    void give_back(std::unique_ptr<CurlHandles> handles) {
        const std::lock_guard lock(mutex_);
        if (idle_.size() < most_idle_handles) idle_.push_back(std::move(handles));
    }

    const HttpOptions options_;
    std::mutex mutex_;  ///< Guards idle_.
    std::vector<std::unique_ptr<CurlHandles>> idle_;
};

}

std::string_view HttpResponse::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [name](const auto& header) { return header.first == name; });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::unique_ptr<HttpClient> make_http_client(HttpOptions options) {
    return std::make_unique<CurlClient>(std::move(options));
}

}
