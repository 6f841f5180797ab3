#pragma once

#include <array>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace askdb::test {

/// A pipe to write into; text() ends the writing and gives all that came (up to 64 KiB).
class Captured {
  public:
    Captured() { [[maybe_unused]] const int made = ::pipe(ends_.data()); }
    ~Captured() {
        ::close(ends_[0]);
        close_writer();
    }
    Captured(const Captured&) = delete;
    Captured& operator=(const Captured&) = delete;

    int writer() const { return ends_[1]; }
    /// What came since the last call; does not wait.
    std::string so_far() {
        ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
        std::string text(64u << 10, '\0');
        const ssize_t got = ::read(ends_[0], text.data(), text.size());
        text.resize(static_cast<std::size_t>(got > 0 ? got : 0));
        return text;
    }
    /// Waits for something to come.
    std::string next() {
        ::fcntl(ends_[0], F_SETFL, 0);
        std::string text(64u << 10, '\0');
        const ssize_t got = ::read(ends_[0], text.data(), text.size());
        text.resize(static_cast<std::size_t>(got > 0 ? got : 0));
        return text;
    }
    void close_reader() { ::close(std::exchange(ends_[0], -1)); }
    void close_writer() { ::close(std::exchange(ends_[1], -1)); }

  private:
    std::array<int, 2> ends_ = {-1, -1};
};

}
