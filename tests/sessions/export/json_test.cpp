#include "sessions/export/export_format.h"
#include "sessions/export/transcript_json.h"
#include "tests/support/kept_shop.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("export to JSON: the document is the transcript, indented", "[sessions][export]") {
    const session::Transcript shop = test::kept_shop();
    const std::string document =
        find_export_format("json")->make({.transcript = shop, .artifacts = {}});

    CHECK(document == transcript_text({.transcript = shop, .artifacts = {}}));
    CHECK(document.starts_with("{\n  \"format\": \"askdb-conversation\",\n  \"version\": 1,"));
}

}
