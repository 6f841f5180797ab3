#pragma once

#include <string_view>
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

/// Writes all of it, in as many calls as that takes: 0, or the errno of the one that failed.
int write_all(int descriptor, std::string_view bytes);

}
