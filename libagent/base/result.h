#pragma once

#include "libagent/base/error.h"

#include <cassert>
#include <utility>
#include <variant>

namespace askdb {

/// A value, or the error that stands in its place: for a caller who has a choice.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    T& value() & {
        assert(ok());
        return *std::get_if<0>(&state_);
    }
    const T& value() const& {
        assert(ok());
        return *std::get_if<0>(&state_);
    }
    T&& value() && {
        assert(ok());
        return std::move(*std::get_if<0>(&state_));
    }
    const Error& error() const& {
        assert(!ok());
        return *std::get_if<1>(&state_);
    }

    /// The value, or throws Failure(error): for a caller who has no choice after all.
    T value_or_throw() && {
        if (!ok()) throw Failure(std::move(*std::get_if<1>(&state_)));
        return std::move(*std::get_if<0>(&state_));
    }

  private:
    std::variant<T, Error> state_;
};

}
