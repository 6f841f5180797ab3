#include "tests/support/scripted_server.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace askdb::test {
namespace {

constexpr std::chrono::seconds longest_test_wait{30};
constexpr int listen_backlog = 128;

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// Reads one request from the socket; `left_over` keeps what came after it. False at the end.
bool read_request(int socket, std::string& left_over, RecordedRequest& out) {
    std::size_t body_size = 0;
    std::size_t head_end = std::string::npos;
    for (;;) {
        if (head_end == std::string::npos) {
            head_end = left_over.find("\r\n\r\n");
            if (head_end != std::string::npos) {
                out.head = left_over.substr(0, head_end + 2);
                const std::string length = out.header("content-length");
                std::from_chars(length.data(), length.data() + length.size(), body_size);
            }
        }
        const std::size_t body_begin = head_end + 4;
        if (head_end != std::string::npos && left_over.size() >= body_begin + body_size) {
            out.body = left_over.substr(body_begin, body_size);
            left_over.erase(0, body_begin + body_size);
            return true;
        }
        char buffer[16384];
        const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        left_over.append(buffer, static_cast<std::size_t>(got));
    }
}

std::string head_of(const ScriptedReply& reply) {
    std::string head = fmt::format("HTTP/1.1 {} Scripted\r\n", reply.status);
    for (const auto& [name, value] : reply.headers) head += fmt::format("{}: {}\r\n", name, value);
    if (reply.framing == ReplyFraming::chunked) {
        head += "Transfer-Encoding: chunked\r\n";
    } else if (reply.framing == ReplyFraming::length) {
        std::size_t size = reply.end == ReplyEnd::cut ? 1 : 0;  // One byte is promised and missing.
        for (const ReplyPiece& piece : reply.pieces) size += piece.bytes.size();
        head += fmt::format("Content-Length: {}\r\n", size);
    } else {
        head += "Connection: close\r\n";
    }
    return head + "\r\n";
}

void wait_for_end(int socket) {
    char byte;
    while (::recv(socket, &byte, 1, 0) > 0) continue;
}

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<int>(c));
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string chunk_event(std::string_view delta, std::string_view finish_reason) {
    return fmt::format(
        "data: {{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        "\"model\":\"scripted\",\"choices\":[{{\"index\":0,\"delta\":{},\"finish_reason\":{}}}]}}"
        "\n\n",
        delta, finish_reason);
}

void end_stream(ScriptedReply& reply, std::string_view finish_reason) {
    reply.headers = {{"Content-Type", "text/event-stream"}};
    reply.pieces.emplace_back(
        chunk_event("{}", finish_reason) +
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        "\"model\":\"scripted\",\"choices\":[],\"usage\":{\"prompt_tokens\":100,"
        "\"completion_tokens\":10,\"total_tokens\":110}}\n\ndata: [DONE]\n\n");
}

}

void Gate::open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
}

bool Gate::wait(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, stop, longest_test_wait, [this] { return open_; });
}

std::string RecordedRequest::line() const {
    return head.substr(0, head.find('\r'));
}

std::string RecordedRequest::header(std::string_view name_lower) const {
    for (const std::string& line : split(head, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) continue;
        if (!equal_ignoring_case(line.substr(0, colon), name_lower)) continue;
        return std::string(trim(std::string_view(line).substr(colon + 1)));
    }
    return {};
}

ScriptedServer::ScriptedServer(std::vector<ScriptedReply> script) : script_(std::move(script)) {
    if (script_.empty()) throw std::logic_error("a scripted server needs one reply at least");
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, listen_backlog) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
        throw std::runtime_error("no listening socket on loopback");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::jthread([this] { accept_loop(); });
}

ScriptedServer::~ScriptedServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    std::vector<std::jthread> connections;
    {
        const std::lock_guard lock(mutex_);
        connections = std::move(connections_);
        for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
    }
    for (std::jthread& connection : connections) connection.request_stop();
    connections.clear();  // Joins.
    for (const int socket : sockets_) ::close(socket);
}

std::string ScriptedServer::url(std::string_view path) const {
    return fmt::format("http://127.0.0.1:{}{}", port_, path);
}

std::vector<RecordedRequest> ScriptedServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

bool ScriptedServer::wait_for_requests(std::size_t count) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, longest_test_wait,
                             [this, count] { return requests_.size() >= count; });
}

std::size_t ScriptedServer::connections() const {
    const std::lock_guard lock(mutex_);
    return sockets_.size();
}

void ScriptedServer::accept_loop() {
    for (;;) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        // A signal, or a client that gave up, ends no listening.
        if (socket < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
        if (socket < 0) return;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const std::lock_guard lock(mutex_);
        sockets_.push_back(socket);
        connections_.emplace_back(
            [this, socket](std::stop_token stop) { serve(socket, std::move(stop)); });
    }
}

void ScriptedServer::serve(int socket, std::stop_token stop) {
    std::string left_over;
    RecordedRequest request;
    while (!stop.stop_requested() && read_request(socket, left_over, request)) {
        if (!answer(socket, record(std::move(request)), stop)) break;
        request = {};
    }
    ::shutdown(socket, SHUT_RDWR);  // Closed by the destructor, so that no number is used twice.
}

const ScriptedReply& ScriptedServer::record(RecordedRequest request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    changed_.notify_all();
    return script_[std::min(requests_.size(), script_.size()) - 1];
}

namespace {

/// False when it was stopped before.
bool has_thought(std::chrono::milliseconds time, const std::stop_token& stop) {
    try {
        sleep_or_stop(time, stop);
        return true;
    } catch (const Stopped&) {
        return false;
    }
}

}

bool ScriptedServer::answer(int socket, const ScriptedReply& reply, const std::stop_token& stop) {
    if (reply.end == ReplyEnd::close_early) return false;
    if (reply.end == ReplyEnd::never) {
        wait_for_end(socket);
        return false;
    }
    if (reply.think_time.count() > 0 && !has_thought(reply.think_time, stop)) return false;
    if (!send_all(socket, head_of(reply)) || !write_pieces(socket, reply, stop)) return false;
    if (reply.end == ReplyEnd::stall) wait_for_end(socket);
    if (reply.end != ReplyEnd::whole || reply.framing == ReplyFraming::until_close) return false;
    return reply.framing != ReplyFraming::chunked || send_all(socket, "0\r\n\r\n");
}

bool ScriptedServer::write_pieces(int socket, const ScriptedReply& reply,
                                  const std::stop_token& stop) {
    for (const ReplyPiece& piece : reply.pieces) {
        if (piece.wait_for != nullptr && !piece.wait_for->wait(stop)) return false;
        if (piece.bytes.empty()) continue;
        const bool chunked = reply.framing == ReplyFraming::chunked;
        const std::string framed =
            chunked ? fmt::format("{:x}\r\n{}\r\n", piece.bytes.size(), piece.bytes) : piece.bytes;
        if (!send_all(socket, framed)) return false;
    }
    return true;
}

ScriptedReply openai_text(std::string_view text) {
    ScriptedReply reply;
    reply.pieces.emplace_back(chunk_event(R"({"role":"assistant","content":""})", "null"));
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view piece = utf8_prefix(rest, std::max<std::size_t>(4, text.size() / 3));
        reply.pieces.emplace_back(chunk_event("{\"content\":" + json_text(piece) + "}", "null"));
        rest.remove_prefix(piece.size());
    }
    end_stream(reply, "\"stop\"");
    return reply;
}

ScriptedReply openai_calls(const std::vector<chat::ToolCall>& calls) {
    ScriptedReply reply;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const chat::ToolCall& call = calls[i];
        const std::string_view first = utf8_prefix(call.arguments, call.arguments.size() / 2);
        reply.pieces.emplace_back(chunk_event(
            fmt::format(R"({{"role":"assistant","content":null,"tool_calls":[{{"index":{},"id":{},)"
                        R"("type":"function","function":{{"name":{},"arguments":{}}}}}]}})",
                        i, json_text(call.id), json_text(call.name), json_text(first)),
            "null"));
        reply.pieces.emplace_back(chunk_event(
            fmt::format(R"({{"tool_calls":[{{"index":{},"function":{{"arguments":{}}}}}]}})", i,
                        json_text(std::string_view(call.arguments).substr(first.size()))),
            "null"));
    }
    end_stream(reply, "\"tool_calls\"");
    return reply;
}

ScriptedReply anthropic_reply(std::string_view text, const std::vector<chat::ToolCall>& calls) {
    ScriptedReply reply{.headers = {{"Content-Type", "text/event-stream"}}};
    std::size_t index = 0;
    const auto say = [&reply](std::string_view type, std::string_view fields) {
        reply.pieces.emplace_back(
            fmt::format("event: {0}\ndata: {{\"type\":\"{0}\"{1}}}\n\n", type, fields));
    };
    const auto block = [&](std::string_view begin, std::string_view delta) {
        say("content_block_start", fmt::format(R"(,"index":{},"content_block":{})", index, begin));
        say("content_block_delta", fmt::format(R"(,"index":{},"delta":{})", index, delta));
        say("content_block_stop", fmt::format(R"(,"index":{})", index++));
    };
    say("message_start", R"(,"message":{"role":"assistant","content":[],"usage":)"
                         R"({"input_tokens":20,"cache_read_input_tokens":80,"output_tokens":1}})");
    say("ping", "");
    if (!text.empty()) {
        block(R"({"type":"text","text":""})",
              fmt::format(R"({{"type":"text_delta","text":{}}})", json_text(text)));
    }
    for (const chat::ToolCall& call : calls) {
        block(fmt::format(R"({{"type":"tool_use","id":{},"name":{},"input":{{}}}})",
                          json_text(call.id), json_text(call.name)),
              fmt::format(R"({{"type":"input_json_delta","partial_json":{}}})",
                          json_text(call.arguments)));
    }
    say("message_delta", fmt::format(R"(,"delta":{{"stop_reason":"{}"}},"usage":{{)"
                                     R"("output_tokens":10}})",
                                     calls.empty() ? "end_turn" : "tool_use"));
    say("message_stop", "");
    return reply;
}

ScriptedReply openai_error(int status, std::string_view message, std::string_view code) {
    return {.status = status,
            .headers = {{"Content-Type", "application/json"}},
            .pieces = {fmt::format(R"({{"error":{{"message":{},"type":"error","code":{}}}}})",
                                   json_text(message),
                                   code.empty() ? std::string("null") : json_text(code))},
            .framing = ReplyFraming::length};
}

}
