#pragma once

#include <unistd.h>
#include <utility>

namespace askdb {

/// An open file of this process; closed with the object. One that was moved from holds none.
class Descriptor {
  public:
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    int value() const { return value_; }  ///< -1: nothing is open.

  private:
    int value_;
};

}
