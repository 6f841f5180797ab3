#pragma once

#include "libagent/base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::database {

/// An ODBC connection string: `key=value;…`, keys ignoring ASCII case. A value with special
/// characters stands in braces, with `}` doubled.
/// https://learn.microsoft.com/sql/odbc/reference/syntax/sqldriverconnect-function#comments
class ConnectionString {
  public:
    /// Errc::usage for a text that is none, in words that repeat no value.
    static Result<ConnectionString> parse(std::string_view text);

    /// Nullptr when there is none. Of two equal keys the first counts, as for the driver manager.
    const std::string* find(std::string_view key) const;
    /// Replaces it, or adds it at the end.
    void set(std::string_view key, std::string_view value);
    /// Only when it is not there under any of the names.
    void set_default(std::string_view key, std::string_view value);
    void remove(std::string_view key);

    /// As the driver manager wants it: no value can end its own field. Holds the password.
    std::string text() const;

    const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

  private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

}
