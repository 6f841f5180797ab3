#pragma once

#include "libagent/base/json.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace askdb {

/// Reads the members of a JSON object of our own writing. The first one that is missing or of
/// another type is remembered by its name, and whatever is asked for then is empty; members that
/// nobody asks for are passed over. Borrows the JSON.
class JsonFields {
  public:
    /// `what` names the object in the error: "the kept answer".
    JsonFields(const Json& json, std::string_view what);

    std::string text(const char* name);
    std::string text_or_empty(const char* name);  ///< Missing and null are empty.
    std::int64_t integer(const char* name);
    std::optional<std::size_t> count_or_nothing(const char* name);
    double number(const char* name);
    std::optional<double> number_or_nothing(const char* name);
    bool boolean(const char* name);
    /// nullptr when it is missing, which is an error, or no array.
    const Json* array(const char* name);
    const Json* array_or_nothing(const char* name);

    /// Keeps what is wrong, unless something was before.
    void fail(Error error);
    bool ok() const { return !error_; }
    const std::optional<Error>& error() const { return error_; }

  private:
    enum class Type { text, integer, count, number, boolean, array };

    /// The member when it is there and of that type; else nullptr, after fail().
    const Json* wanted(const char* name, Type type);
    /// The same, where missing and null are no error.
    const Json* wanted_if_there(const char* name, Type type);

    const Json& json_;
    const std::string what_;
    std::optional<Error> error_;
};

}
