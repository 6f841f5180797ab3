#include "libagent/base/stable_hash.h"

#include <fmt/format.h>

#include <bit>
#include <cstddef>
#include <cstring>

namespace askdb {
namespace {

constexpr std::uint64_t fnv_prime = 0x00000100000001B3;
constexpr std::uint64_t fnv_basis = 0xCBF29CE484222325;
constexpr std::uint64_t second_basis = 0x9AE16A3B2F90404F;
constexpr std::uint64_t murmur_factor = 0xC6A4A7935BD1E995;
constexpr int murmur_shift = 47;
constexpr std::size_t word_bytes = 8;

/// Eight bytes as a number, as low_first(), in one load where the machine's order is the same.
std::uint64_t whole_word(std::string_view bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), word_bytes);
    return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

/// Fewer bytes as a number, the first one the lowest, whatever the machine's own order is.
std::uint64_t low_first(std::string_view bytes) {
    std::uint64_t word = 0;
    for (std::size_t i = bytes.size(); i > 0; --i)
        word = word << 8 | static_cast<unsigned char>(bytes[i - 1]);
    return word;
}

}

std::string stable_hash(std::string_view bytes) {
    std::uint64_t first = fnv_basis;
    std::uint64_t second = second_basis ^ bytes.size();
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        first = (first ^ byte) * fnv_prime;
        second = (second ^ byte) * fnv_prime;
        second ^= second >> 29;  // Else the two would differ by their start alone.
    }
    return fmt::format("{:016x}{:016x}", first, second);
}

std::uint64_t stable_hash64(std::string_view bytes, std::uint64_t seed) {
    std::uint64_t hash = seed ^ (bytes.size() * murmur_factor);
    for (; bytes.size() >= word_bytes; bytes.remove_prefix(word_bytes)) {
        std::uint64_t word = whole_word(bytes) * murmur_factor;
        word = (word ^ (word >> murmur_shift)) * murmur_factor;
        hash = (hash ^ word) * murmur_factor;
    }
    if (!bytes.empty()) hash = (hash ^ low_first(bytes)) * murmur_factor;
    hash = (hash ^ (hash >> murmur_shift)) * murmur_factor;
    return hash ^ (hash >> murmur_shift);
}

}
