#include "tests/support/relay.h"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace askdb::test {
namespace {

constexpr int look_every_ms = 20;

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// Passes on what comes; false when there is no more.
bool passed_on(int from, int to) {
    std::array<char, 16384> buffer{};
    const ssize_t got = ::read(from, buffer.data(), buffer.size());
    for (ssize_t sent = 0; sent < got;) {
        const ssize_t now =
            ::send(to, buffer.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (now <= 0) return false;
        sent += now;
    }
    return got > 0;
}

void relay_between(int client, int target_port, const std::stop_token& stop) {
    const sockaddr_in address = loopback(target_port);
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_open =
        ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    while (is_open && !stop.stop_requested()) {
        std::array<pollfd, 2> ready = {pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
        ::poll(ready.data(), ready.size(), look_every_ms);
        if (ready[0].revents != 0) is_open = passed_on(client, server);
        if (is_open && ready[1].revents != 0) is_open = passed_on(server, client);
    }
    ::close(client);
    ::close(server);
}

}

Relay::Relay(int target_port) : target_port_(target_port) {
    listen();
}

Relay::~Relay() = default;

void Relay::listen() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address = loopback(port_);
    socklen_t size = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener, raw, size) != 0 || ::listen(listener, SOMAXCONN) != 0 ||
        ::getsockname(listener, raw, &size) != 0)
        throw std::runtime_error("no port for a relay");
    port_ = ntohs(address.sin_port);
    acceptor_ =
        std::jthread([this, listener](std::stop_token stop) { accept_from(listener, stop); });
}

void Relay::accept_from(int listener, const std::stop_token& stop) {
    std::vector<std::jthread> connections;
    while (!stop.stop_requested()) {
        pollfd ready{listener, POLLIN, 0};
        if (::poll(&ready, 1, look_every_ms) <= 0) continue;
        const int client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) continue;
        connections.emplace_back([client, port = target_port_](std::stop_token end) {
            relay_between(client, port, end);
        });
    }
    ::close(listener);
}

void Relay::go_away() {
    acceptor_.request_stop();
    acceptor_.join();
}

void Relay::come_back() {
    listen();
}

}
