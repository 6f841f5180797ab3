#include "cli/cache_folder.h"

#include "cli/environment.h"

#include <catch2/catch.hpp>

#include <map>

namespace askdb::cli {
namespace {

std::string folder_by(std::map<std::string, std::string, std::less<>> variables) {
    return cache_folder(Environment(std::move(variables)));
}

}

TEST_CASE("cache folder: where the environment says, and nowhere without a home", "[catalog]") {
    CHECK(folder_by({{"XDG_CACHE_HOME", "/c"}, {"HOME", "/h"}}) == "/c/askdb");
    CHECK(folder_by({{"HOME", "/h"}, {"PATH", "/"}}) == "/h/.cache/askdb");
    CHECK(folder_by({{"XDG_CACHE_HOME", "c"}, {"HOME", "/h"}}) == "/h/.cache/askdb");
    CHECK(folder_by({{"HOME", "h"}, {"PATH", "/"}}).empty());
    CHECK(folder_by({}).empty());
}

}
