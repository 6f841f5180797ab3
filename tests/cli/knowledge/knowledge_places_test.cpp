#include "cli/knowledge/knowledge_places.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace askdb;
using namespace askdb::cli;

namespace {

std::string own_folder(const Args& args,
                       std::map<std::string, std::string, std::less<>> variables) {
    const auto folders = knowledge_folders(args, Environment(std::move(variables)));
    return folders.empty() ? "none" : folders.front().path;
}

}

TEST_CASE("knowledge places: beside the configuration, wherever that is", "[knowledge]") {
    const test::TempFolder temp;
    std::ofstream(temp.file("other.toml")) << "";
    Args args;
    args.no_project_config = true;
    Args named = args, device = args;
    named.config = temp.file("other.toml");
    device.config = "/dev/null";

    CHECK(own_folder(args, {{"XDG_CONFIG_HOME", "/x"}}) == "/x/askdb/knowledge");
    CHECK(own_folder(args, {{"HOME", "/h"}}) == "/h/.config/askdb/knowledge");
    CHECK(own_folder(args, {}) == "none");
    CHECK(own_folder(named, {{"HOME", "/h"}}) == temp.file("knowledge"));
    CHECK(own_folder(device, {{"HOME", "/h"}}) == "none");
}
