#pragma once

#include <stop_token>
#include <thread>

namespace askdb::test {

/// A port of 127.0.0.1 behind which another one stands, until it goes away: how a test takes a
/// server from a program without touching the server.
class Relay {
  public:
    explicit Relay(int target_port);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    int port() const { return port_; }
    /// Ends all connections; new ones are refused from now on.
    void go_away();
    void come_back();

  private:
    void listen();
    void accept_from(int listener, const std::stop_token& stop);

    const int target_port_;
    int port_ = 0;
    std::jthread acceptor_;
};

}
