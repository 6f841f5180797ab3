#include "sessions/answer_text_json.h"

#include "libagent/base/json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::sessions {

TEST_CASE("answer text: the answer's own JSON, in one line", "[sessions]") {
    const std::string text = answer_text({.session_id = "a", .response = "2\norders"});

    CHECK(text.find('\n') == std::string::npos);
    CHECK(parse_json(text, "answer").value_or_throw().at("response") == "2\norders");
}

}
