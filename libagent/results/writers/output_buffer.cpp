#include "libagent/results/writers/output_buffer.h"

#include <algorithm>

namespace askdb::results {

OutputBuffer::OutputBuffer(ByteSink& sink) : sink_(sink), piece_(new char[piece_bytes]) {}

void OutputBuffer::append_in_pieces(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t taken = std::min(bytes.size(), piece_bytes - used_);
        std::copy_n(bytes.data(), taken, piece_.get() + used_);
        used_ += taken;
        bytes.remove_prefix(taken);
        if (used_ == piece_bytes) finish();
    }
}

void OutputBuffer::repeat(std::size_t count, std::string_view text) {
    for (std::size_t i = 0; i < count; ++i) append(text);
}

void OutputBuffer::finish() {
    if (used_ == 0) return;
    const std::string_view piece(piece_.get(), used_);
    used_ = 0;
    sink_.write(piece);
}

}
