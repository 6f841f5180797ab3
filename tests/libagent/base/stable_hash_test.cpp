#include "libagent/base/stable_hash.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <set>
#include <string>

namespace askdb {

TEST_CASE("stable hash: the same bytes have the same hash in every version", "[catalog]") {
    CHECK(stable_hash("") == stable_hash(std::string()));
    CHECK(stable_hash("askdb") == "fb0792bc4db71020b9b16755091a22dd");
}

TEST_CASE("stable hash: what differs by one bit, one byte or its length differs", "[catalog]") {
    std::set<std::string> hashes;
    std::string text(40, '\0');

    hashes.insert(stable_hash(text));
    for (char& c : text) {
        for (int bit = 0; bit < 8; ++bit) {
            c = static_cast<char>(c ^ (1 << bit));
            hashes.insert(stable_hash(text));
            c = static_cast<char>(c ^ (1 << bit));
        }
    }
    for (std::size_t size = 0; size < text.size(); ++size)
        hashes.insert(stable_hash(std::string(size, '\0')));

    CHECK(hashes.size() == 1 + 8 * text.size() + text.size());
}

TEST_CASE("stable hash: 64 bits tell apart what differs by a bit, a length or the seed",
          "[catalog]") {
    std::set<std::uint64_t> hashes;
    std::string text(20, '\0');
    for (char& c : text) {
        for (int bit = 0; bit < 8; ++bit) {
            c = static_cast<char>(c ^ (1 << bit));
            hashes.insert(stable_hash64(text, 1));
            c = static_cast<char>(c ^ (1 << bit));
        }
    }
    for (std::size_t size = 0; size <= text.size(); ++size)
        hashes.insert(stable_hash64(std::string(size, '\0'), 1));
    hashes.insert(stable_hash64(text, 2));

    CHECK(hashes.size() == 8 * text.size() + text.size() + 2);
    CHECK(stable_hash64("what every version says", 1) == 0xC687F3730DE9DCED);
}

}
