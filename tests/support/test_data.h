#pragma once

#include "tests/built_paths.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace askdb::test {

/// Where the shared test data lies; it is no part of the project and may be missing.
inline std::filesystem::path test_data() {
    const char* const chosen = std::getenv("ASKDB_TEST_DATA");
    return chosen != nullptr ? std::filesystem::path(chosen)
                             : std::filesystem::path(ASKDB_SOURCE_DIR) / "../shared/data";
}

inline std::string read_whole(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}
