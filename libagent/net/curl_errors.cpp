#include "libagent/net/curl_errors.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <system_error>

namespace askdb::net {
namespace {

constexpr std::size_t longest_curl_detail = 200;

/// "Connection refused" as the middle of a sentence.
std::string system_words(int os_error) {
    std::string words = std::generic_category().message(os_error);
    return lower_ascii(words.substr(0, 1)) + words.substr(1);
}

std::string trouble_detail(const CurlTrouble& trouble) {
    return visible(clipped(trim(trouble.detail), longest_curl_detail));
}

std::string connect_words(const CurlTrouble& trouble) {
    return trouble.os_error != 0 ? system_words(trouble.os_error) : trouble_detail(trouble);
}

std::string trouble_words(const CurlTrouble& trouble, const Url& url) {
    switch (trouble.code) {
        case CURLE_COULDNT_CONNECT: return connect_words(trouble);
        case CURLE_COULDNT_RESOLVE_HOST:
            return fmt::format("host name '{}' cannot be resolved", visible(url.host));
        case CURLE_COULDNT_RESOLVE_PROXY: return "the proxy's host name cannot be resolved";
        case CURLE_OPERATION_TIMEDOUT:
            return fmt::format("no connection within {} ms", trouble.connect_timeout.count());
        case CURLE_PEER_FAILED_VERIFICATION:
            return "its certificate is not trusted: " + trouble_detail(trouble);
        case CURLE_SSL_CACERT_BADFILE:
            return "the file of trusted certificates cannot be read: " + trouble_detail(trouble);
        case CURLE_SSL_CONNECT_ERROR: return "TLS failed: " + trouble_detail(trouble);
        case CURLE_GOT_NOTHING: return "it closed the connection without an answer";
        case CURLE_PARTIAL_FILE: return "the answer was cut off before its end";
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM: return "the connection broke: " + trouble_detail(trouble);
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY: return "what answers there does not speak HTTP";
        case CURLE_WRITE_ERROR: return "the answer's headers are too long";
        case CURLE_BAD_CONTENT_ENCODING: return "the answer's compression is broken";
        default: return trouble_detail(trouble);
    }
}

/// What will be the same a moment later.
bool is_lasting_trouble(CURLcode code) {
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
           code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY ||
           code == CURLE_WRITE_ERROR || code == CURLE_URL_MALFORMAT;
}

bool came_no_answer(CURLcode code) {
    return code != CURLE_PARTIAL_FILE && code != CURLE_BAD_CONTENT_ENCODING &&
           code != CURLE_RECV_ERROR && code != CURLE_HTTP2 && code != CURLE_HTTP2_STREAM;
}

}

Error describe_trouble(const CurlTrouble& trouble, const Url& url) {
    const char* what = came_no_answer(trouble.code) ? "cannot reach" : "no whole answer from";
    Error error{.code = Errc::model,
                .message = fmt::format("{} '{}': {}", what, url.shown, trouble_words(trouble, url)),
                .retryable = !is_lasting_trouble(trouble.code)};
    if (trouble.code == CURLE_PEER_FAILED_VERIFICATION) {
        error.hint = "apt-get install ca-certificates";
    }
    return error;
}

}
