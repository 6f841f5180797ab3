#pragma once

#include "libagent/chat/message.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace askdb::test {

/// A door that opens once and stays open. Any thread.
class Gate {
  public:
    void open();
    /// Whether it is open; waits until it is, or `stop` is asked for, or 30 s have passed.
    bool wait(std::stop_token stop = {});

  private:
    std::mutex mutex_;  ///< Guards open_.
    std::condition_variable_any changed_;
    bool open_ = false;
};

/// A part of a body that is written at once.
struct ReplyPiece {
    ReplyPiece(std::string text) : bytes(std::move(text)) {}
    ReplyPiece(const char* text) : bytes(text) {}
    ReplyPiece(std::string text, Gate& gate) : bytes(std::move(text)), wait_for(&gate) {}

    std::string bytes;
    Gate* wait_for = nullptr;  ///< Not written before this opens; the gate outlives the server.
};

enum class ReplyEnd {
    whole,       ///< As HTTP promises.
    cut,         ///< All pieces, then the connection closes without the promised end.
    stall,       ///< All pieces, then silence until the client or the server goes.
    never,       ///< Not even a status line: silence.
    close_early  ///< The connection closes instead of an answer.
};

enum class ReplyFraming { chunked, length, until_close };

struct ScriptedReply {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};  ///< Beside the framing's own.
    std::vector<ReplyPiece> pieces = {};
    ReplyFraming framing = ReplyFraming::chunked;
    ReplyEnd end = ReplyEnd::whole;
    std::chrono::milliseconds think_time{0};  ///< Before the status line; for benchmarks.
};

struct RecordedRequest {
    std::string head;  ///< Request line and header lines, as they came.
    std::string body;

    std::string line() const;  ///< "POST /v1/chat/completions HTTP/1.1"
    std::string header(std::string_view name_lower) const;  ///< Empty when it is not there.
};

/// An HTTP/1.1 server on 127.0.0.1 that answers its requests with a list of replies, in the order
/// in which they come; the last one repeats. One thread for each connection; all are joined by the
/// destructor, which also ends every stall.
class ScriptedServer {
  public:
    explicit ScriptedServer(std::vector<ScriptedReply> script);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    int port() const { return port_; }
    /// "http://127.0.0.1:PORT" and `path`.
    std::string url(std::string_view path = "") const;

    std::vector<RecordedRequest> requests() const;
    /// Waits until that many requests were read whole; false after 30 s.
    bool wait_for_requests(std::size_t count) const;
    /// How many connections were ever accepted.
    std::size_t connections() const;

  private:
    void accept_loop();
    void serve(int socket, std::stop_token stop);
    bool answer(int socket, const ScriptedReply& reply, const std::stop_token& stop);
    bool write_pieces(int socket, const ScriptedReply& reply, const std::stop_token& stop);
    const ScriptedReply& record(RecordedRequest request);

    const std::vector<ScriptedReply> script_;
    int listener_ = -1;
    int port_ = 0;

    mutable std::mutex mutex_;  ///< Guards the members below.
    mutable std::condition_variable changed_;
    std::vector<RecordedRequest> requests_;
    std::vector<int> sockets_;
    std::vector<std::jthread> connections_;

    std::jthread acceptor_;
};

/// Streamed Chat Completions: the text in three pieces, then the finish reason, usage and [DONE].
ScriptedReply openai_text(std::string_view text);
/// Streamed tool calls, their arguments in two pieces each.
ScriptedReply openai_calls(const std::vector<chat::ToolCall>& calls);
/// A streamed answer of the Messages API: the text, if there is any, then the calls.
ScriptedReply anthropic_reply(std::string_view text, const std::vector<chat::ToolCall>& calls = {});
/// A refusal in OpenAI's shape.
ScriptedReply openai_error(int status, std::string_view message, std::string_view code = "");

}
