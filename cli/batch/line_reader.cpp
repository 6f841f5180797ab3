#include "cli/batch/line_reader.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace askdb::cli {

LineReader::LineReader(int descriptor, std::string name, std::size_t max_line_bytes,
                       std::stop_token stop)
    : name_(std::move(name)),
      max_line_bytes_(max_line_bytes),
      reader_(descriptor, name_, std::move(stop)) {}

/// How many bytes came behind those in the buffer.
Result<std::size_t> LineReader::read_more() {
    constexpr std::size_t block = 16u << 10;
    buffer_.erase(0, std::exchange(begin_, 0));
    const std::size_t before = buffer_.size();
    buffer_.resize(before + block);
    Result<std::size_t> got = reader_.read(std::span(buffer_).subspan(before));
    buffer_.resize(before + (got ? got.value() : 0));
    if (got && got.value() == 0) at_end_ = true;
    return got;
}

Result<std::optional<std::string_view>> LineReader::next() {
    std::size_t looked_at = 0;
    std::size_t end = std::string::npos;
    while ((end = buffer_.find('\n', begin_ + looked_at)) == std::string::npos && !at_end_) {
        looked_at = buffer_.size() - begin_;
        if (looked_at > max_line_bytes_) break;
        if (const Result<std::size_t> got = read_more(); !got) return got.error();
    }
    std::string_view line = std::string_view(buffer_).substr(begin_);
    if (line.empty()) return std::optional<std::string_view>();
    ++number_;
    if (end != std::string::npos) line = line.substr(0, end - begin_);
    if (line.size() > max_line_bytes_) {
        return Error{Errc::usage, fmt::format("line {} of '{}' holds more than {} KiB", number_,
                                              visible(name_), max_line_bytes_ >> 10)};
    }
    const std::size_t bytes = line.size() + (end == std::string::npos ? 0 : 1);
    begin_ += bytes;
    consumed_ += bytes;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return std::optional(line);
}

}
