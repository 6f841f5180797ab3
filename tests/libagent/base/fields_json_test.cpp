#include "libagent/base/fields_json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb {
namespace {

Json of(std::string_view text) {
    return parse_json(text, "the text").value_or_throw();
}

}

TEST_CASE("fields_json: members of the right types are read, others passed over", "[base]") {
    const Json json = of(
        R"({"a":"x","b":-3,"c":2.5,"d":true,"e":[1],"f":7,"unknown":{"deep":[]},"g":null,"h":4})");
    JsonFields fields(json, "the thing");

    CHECK(fields.text("a") == "x");
    CHECK(fields.integer("b") == -3);
    CHECK(fields.number("c") == 2.5);
    CHECK(fields.number("f") == 7);
    CHECK(fields.boolean("d"));
    CHECK(fields.array("e")->size() == 1);
    CHECK(fields.count_or_nothing("h") == 4u);
    CHECK(fields.text_or_empty("g").empty());
    CHECK_FALSE(fields.count_or_nothing("missing"));
    CHECK_FALSE(fields.number_or_nothing("g"));
    CHECK(fields.array_or_nothing("missing") == nullptr);
    CHECK(fields.ok());
}

TEST_CASE("fields_json: the first field that is wrong is named, and all after it is empty",
          "[base]") {
    const Json json = of(R"({"a":5,"b":"x"})");
    JsonFields missing(json, "the thing"), mistyped(json, "the thing");

    CHECK(missing.text("nope").empty());
    CHECK(missing.text("b").empty());
    CHECK(missing.error()->message == "the thing has no field 'nope'");
    CHECK_FALSE(mistyped.boolean("a"));
    CHECK(mistyped.integer("b") == 0);
    CHECK(mistyped.error()->message == "the field 'a' of the thing is not true or false");
}

TEST_CASE("fields_json: a count is never negative, and what is no object has no fields", "[base]") {
    const Json negative = of(R"({"n":-1})"), array = of("[1]");
    JsonFields fields(negative, "the thing"), none(array, "the thing");

    CHECK_FALSE(fields.count_or_nothing("n"));
    CHECK_FALSE(fields.ok());
    CHECK(none.text("a").empty());
    CHECK(none.error()->message == "the thing is no JSON object");
}

}
