#pragma once

#include <string>
#include <string_view>

namespace askdb {

/// 32 hexadecimal digits that stay the same for the same bytes, on every machine and in every
/// version: two rounds of FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv). Tells things apart
/// and finds damage; it is no defence against somebody who wants two things to look alike.
std::string stable_hash(std::string_view bytes);

}
