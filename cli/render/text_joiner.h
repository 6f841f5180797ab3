#pragma once

#include <string>
#include <string_view>

namespace askdb::cli {

/// Makes text that comes in any split of bytes safe to show at once: code points that a split cut
/// are held until they are whole, CRLF becomes LF, the rest goes through visible(). Pure.
class TextJoiner {
  public:
    std::string feed(std::string_view bytes);
    /// What was held back; an unfinished code point becomes U+FFFD.
    std::string finish();

  private:
    std::string held_;
};

}
