#pragma once

#include "libagent/database/files/record.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace askdb::database {

/// The keys of a file's objects, in the order in which they were first met.
class JsonKeys {
  public:
    /// Its place; a new one at the end when it was not met before.
    std::size_t place_of(const std::string& key);
    const std::vector<std::string>& names() const { return names_; }

  private:
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::size_t> places_;
};

/// Takes JSON objects apart: one cell for each key that was ever met. Numbers keep their digits,
/// arrays and objects become JSON text. A key that comes twice in one is a fault; deeper down both
/// stay.
class JsonObjectReader {
  public:
    /// What is wrong with `object`, or nothing; then `cells` points into this object until the next
    /// call.
    std::optional<std::string> read(std::string_view object, std::vector<RawCell>& cells);
    const std::vector<std::string>& names() const { return keys_.names(); }

  private:
    JsonKeys keys_;
    std::string texts_;  ///< Of all cells, one behind the other.
};

}
