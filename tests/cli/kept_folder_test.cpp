#include "cli/kept_folder.h"

#include "cli/environment.h"

#include <catch2/catch.hpp>

#include <map>

namespace askdb::cli {
namespace {

std::string folder_by(std::map<std::string, std::string, std::less<>> variables,
                      const KeptFolder& folder = cache_folder) {
    return folder_path(folder, Environment(std::move(variables)));
}

}

TEST_CASE("kept folder: where the environment says, and nowhere without a home", "[catalog]") {
    CHECK(folder_by({{"XDG_CACHE_HOME", "/c"}, {"HOME", "/h"}}) == "/c/askdb");
    CHECK(folder_by({{"HOME", "/h"}, {"PATH", "/"}}) == "/h/.cache/askdb");
    CHECK(folder_by({{"XDG_CACHE_HOME", "c"}, {"HOME", "/h"}}) == "/h/.cache/askdb");
    CHECK(folder_by({{"HOME", "h"}, {"PATH", "/"}}).empty());
    CHECK(folder_by({}).empty());
}

TEST_CASE("kept folder: each has its variable and its place below the home", "[cli]") {
    for (const KeptFolder& folder : kept_folders) {
        const std::string variable(folder.variable);

        CHECK(folder_by({{variable, "/x"}, {"HOME", "/h"}}, folder) == "/x/askdb");
        CHECK(folder_by({{variable, ""}, {"HOME", "/h"}}, folder) ==
              "/h/" + std::string(folder.below_home) + "/askdb");
    }
}

}
