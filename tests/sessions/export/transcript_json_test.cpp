#include "sessions/export/transcript_json.h"

#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::sessions {

TEST_CASE("export to JSON: all turns are in it, a model's own state is not", "[sessions][export]") {
    const session::Transcript shop = test::kept_shop();
    const Json json = transcript_json({.transcript = shop, .artifacts = {}});

    REQUIRE(json.at("turns").size() == 3);
    CHECK(json["turns"][0]["answer"]["response"] ==
          "**North** leads with 1,200.\n\n- South follows");
    CHECK(json["turns"][0]["messages"].size() == 3);
    CHECK(json["turns"][0]["began_at"] == "2026-11-30T00:00:00.000000Z");
    CHECK(json["turns"][1]["why"] == "the model is away");
    CHECK(json["turns"][1]["answer"].is_null());
    CHECK(json["turns"][2]["is_taken_back"] == true);
    CHECK(json["notes"][0]["metadata"]["good"] == true);
    CHECK(dump_json(json).find("signed") == std::string::npos);
}

TEST_CASE("export to JSON: what a person typed is marked", "[sessions][export]") {
    session::Transcript transcript = test::kept_shop();
    transcript.turns.push_back(test::typed_in_kept_shop());

    const Json json = transcript_json({.transcript = transcript, .artifacts = {}});

    CHECK(json["turns"][0]["is_statement"] == false);
    CHECK(json["turns"][3]["is_statement"] == true);
    CHECK(json["turns"][3]["answer"]["workflow"][0]["tool"] == "sql");
}

}
