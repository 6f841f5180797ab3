#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// The environment variables as a value, so that nothing below main() reads the process's own.
class Environment {
  public:
    Environment() = default;
    explicit Environment(std::map<std::string, std::string, std::less<>> variables)
        : variables_(std::move(variables)) {}

    /// Empty when the variable is not set: nothing here tells unset from empty.
    std::string get(std::string_view name) const;

    /// The same with one more variable, or with another value of it.
    Environment with(std::string name, std::string value) const;

    /// The names of those that begin so, in alphabetical order.
    std::vector<std::string> names_from(std::string_view prefix) const;

  private:
    std::map<std::string, std::string, std::less<>> variables_;
};

Environment process_environment();

}
