#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace askdb {

/// 32 hexadecimal digits that stay the same for the same bytes, on every machine and in every
/// version: two rounds of FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv). Tells things apart
/// and finds damage; it is no defence against somebody who wants two things to look alike.
std::string stable_hash(std::string_view bytes);

/// 64 bits that stay the same likewise, eight bytes at a time: for whole results. MurmurHash64A
/// (https://github.com/aappleby/smhasher); what is said above of defence goes for it, too.
std::uint64_t stable_hash64(std::string_view bytes, std::uint64_t seed);

}
