#include "libagent/net/sse_parser.h"

#include "libagent/base/error.h"

#include <algorithm>
#include <utility>

namespace askdb::net {
namespace {

constexpr std::size_t longest_sse_line = 16u << 20;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr int past_the_start = -1;

void check_sse_size(std::size_t bytes) {
    if (bytes <= longest_sse_line) return;
    throw Failure(Error{Errc::model, "an event of the server's stream is larger than 16 MiB"});
}

}

std::vector<SseEvent> SseParser::feed(std::string_view bytes) {
    std::vector<SseEvent> out;
    while (bom_bytes_ != past_the_start && !bytes.empty()) {
        if (bytes.front() != byte_order_mark[static_cast<std::size_t>(bom_bytes_)]) {
            // What looked like the mark's beginning belongs to the first line.
            line_ = byte_order_mark.substr(0, static_cast<std::size_t>(bom_bytes_));
            bom_bytes_ = past_the_start;
        } else {
            bytes.remove_prefix(1);
            if (++bom_bytes_ == static_cast<int>(byte_order_mark.size())) {
                bom_bytes_ = past_the_start;
            }
        }
    }
    while (!bytes.empty()) {
        if (std::exchange(skip_lf_, false) && bytes.front() == '\n') {
            bytes.remove_prefix(1);
            continue;
        }
        const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
        check_sse_size(line_.size() + end);
        if (end == bytes.size()) {
            line_ += bytes;
            break;
        }
        if (line_.empty()) {
            take_line(bytes.substr(0, end), out);
        } else {
            line_ += bytes.substr(0, end);
            take_line(line_, out);
            line_.clear();
        }
        skip_lf_ = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
    }
    return out;
}

void SseParser::take_line(std::string_view line, std::vector<SseEvent>& out) {
    if (line.empty()) {
        if (has_data_) {
            current_.id = last_id_;
            out.push_back(std::move(current_));
        }
        current_ = {};
        has_data_ = false;
        return;
    }
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string_view field = line.substr(0, colon);
    std::string_view value = line.substr(std::min(colon + 1, line.size()));
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "data") {
        check_sse_size(current_.data.size() + value.size());
        if (has_data_) current_.data += '\n';
        current_.data += value;
        has_data_ = true;
    } else if (field == "event") {
        current_.event = value;
    } else if (field == "id" && value.find('\0') == value.npos) {
        last_id_ = value;
    }
}

}
