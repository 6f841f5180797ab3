#include "libagent/base/stable_hash.h"

#include <fmt/format.h>

#include <cstdint>

namespace askdb {
namespace {

constexpr std::uint64_t fnv_prime = 0x00000100000001B3;
constexpr std::uint64_t fnv_basis = 0xCBF29CE484222325;
constexpr std::uint64_t second_basis = 0x9AE16A3B2F90404F;

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

}
