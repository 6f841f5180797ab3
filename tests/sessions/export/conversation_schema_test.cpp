#include "sessions/export/conversation_schema.h"

#include "sessions/export/transcript_json.h"
#include "tests/support/json_schema.h"
#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {
namespace {

std::vector<std::string> violations_of(const ExportInput& input) {
    return test::schema_violations(std::string_view(conversation_schema()),
                                   std::string_view(transcript_text(input)));
}

}

TEST_CASE("conversation schema: an export to JSON is what it says", "[sessions][export]") {
    const session::Transcript shop = test::kept_shop(), nothing{};
    const std::vector<session::Artifact> artifacts = {{"data", "r1.csv", "", R"({"rows":3})"},
                                                      {"code", "r1.sql", "", "no JSON"}};

    CHECK(violations_of({.transcript = shop, .artifacts = artifacts}) ==
          std::vector<std::string>{});
    CHECK(violations_of({.transcript = nothing, .artifacts = {}}) == std::vector<std::string>{});
}

}
