#include "libagent/results/writers/output_buffer.h"

#include <algorithm>

namespace askdb::results {
namespace {

constexpr std::size_t piece_bytes = 64u << 10;

}

OutputBuffer::OutputBuffer(ByteSink& sink) : sink_(sink) {
    pending_.reserve(piece_bytes);
}

void OutputBuffer::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t taken = std::min(bytes.size(), piece_bytes - pending_.size());
        pending_.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (pending_.size() == piece_bytes) finish();
    }
}

void OutputBuffer::append(char c) {
    append(std::string_view(&c, 1));
}

void OutputBuffer::repeat(std::size_t count, std::string_view text) {
    for (std::size_t i = 0; i < count; ++i) append(text);
}

void OutputBuffer::finish() {
    if (pending_.empty()) return;
    sink_.write(pending_);
    pending_.clear();
}

}
