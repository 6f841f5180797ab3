#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace askdb::net {

struct SseEvent {
    std::string event = {};  ///< Empty means "message".
    std::string data = {};   ///< The data lines joined by \n.
    std::string id = {};

    bool operator==(const SseEvent&) const = default;
};

/// Server-sent events out of any split of bytes (WHATWG HTML, section 9.2: CR, LF and CRLF, BOM,
/// comments, fields without value). Pure; one stream each. Throws Failure(model) past 16 MiB a
/// line.
class SseParser {
  public:
    /// The events that `bytes` completed, in order.
    std::vector<SseEvent> feed(std::string_view bytes);

  private:
    void take_line(std::string_view line, std::vector<SseEvent>& out);

    std::string line_;
    SseEvent current_;
    std::string last_id_;
    bool has_data_ = false;
    bool skip_lf_ = false;
    int bom_bytes_ =
        0;  ///< How many bytes of a leading byte order mark were seen; -1 past the start.
};

}
