#include "libagent/loop/answer_template.h"

#include "libagent/loop/token_stream.h"
#include "tests/support/recording_sink.h"

#include <catch2/catch.hpp>

using namespace askdb;
using database::Kind;

namespace {

struct TemplateFixture {
    TemplateFixture() {
        database::Rows rows;
        rows.columns = {{.name = "Name"}, {.name = "total sum"}, {.name = "note"}};
        for (const auto& [name, total] :
             {std::pair("Ana", "10.50"), std::pair("Bo", "7"), std::pair("Çelik", "0.10")}) {
            rows.append(Kind::text, name);
            rows.append(Kind::decimal, total);
            rows.append(Kind::null, "");
        }
        results.add("shop", "SELECT …", std::move(rows));
    }

    std::string fill(std::string_view text) {
        const loop::FilledText filled = loop::fill_template(text, results, 2);
        unknown = filled.unknown;
        return filled.text;
    }

    results::ResultStore results;
    std::vector<std::string> unknown;
};

}

TEST_CASE("template: places get values as they are stored", "[share][template]") {
    TemplateFixture fixture;

    CHECK(fixture.fill("{r1.name} paid {r1.total sum}.") == "Ana paid 10.50.");
    CHECK(fixture.fill("{r1[3].\"Name\"}: {r1[3].total sum}") == "Çelik: 0.10");
    CHECK(fixture.fill("{R1.rows} rows, {r1.note}") == "3 rows, NULL");
    CHECK(fixture.unknown.empty());
}

TEST_CASE("template: a whole result is a table of its first rows", "[share][template]") {
    TemplateFixture fixture;

    const std::string text = fixture.fill("The customers: {r1} That is all.");

    CHECK(text.starts_with("The customers: \n\n| Name"));
    CHECK(text.find("Bo") != std::string::npos);
    CHECK(text.find("Çelik") == std::string::npos);
    CHECK(text.find("(the first 2 of 3 rows)") != std::string::npos);
    CHECK(text.find("\n\n That is all.") != std::string::npos);
}

TEST_CASE("template: what no result has stays, and is told once", "[share][template]") {
    TemplateFixture fixture;
    const std::string text = "{r9.x} {r9.x} {r1.nope} {r1[4].name} {r1[0].name}";

    CHECK(fixture.fill(text) == text);
    CHECK(fixture.unknown == std::vector<std::string>{"{r9.x}", "{r1.nope}", "{r1[4].name}"});
}

TEST_CASE("template: other braces are text", "[share][template]") {
    TemplateFixture fixture;
    for (const char* text : {"{", "}", "{}", "{\"a\": {\"b\": 1}}", "{r}", "{row}", "{r1", "{{r1",
                             "a {r1.\nb}", "{r1 .name}", "{r1[x].name}", "{r1.}"}) {
        CHECK(fixture.fill(text) == text);
        CHECK(fixture.unknown.empty());
    }
    CHECK(fixture.fill("{{r1.name}}") == "{Ana}");
}

TEST_CASE("template: however the text is cut, the same comes out, and no place is ever seen",
          "[share][template]") {
    TemplateFixture fixture;
    const std::string text = "Sum: {r1.total sum}, {no} {r1}\nand {r1[2].name}, {r7.x} {r1.na";
    const std::string whole = fixture.fill(text);
    for (std::size_t size = 1; size < 12; ++size) {
        test::RecordingSink sink;
        loop::TokenStream stream(sink);
        stream.fill_from(fixture.results, 2);
        for (std::size_t at = 0; at < text.size(); at += size)
            stream.on_text(std::string_view(text).substr(at, size));
        for (const auto& token : sink.all<chat::Token>())
            CHECK(token.text.find("{r1.t") == std::string::npos);
        stream.finish();
        CHECK(sink.streamed() == whole);
    }
}

TEST_CASE("token stream: what is withdrawn is not held back for the next", "[share][template]") {
    TemplateFixture fixture;
    test::RecordingSink sink;
    loop::TokenStream stream(sink);
    stream.fill_from(fixture.results, 2);
    stream.on_text("Look {r1.na");
    stream.withdraw("tool_calls");
    stream.fill_from(fixture.results, 2);
    stream.on_text("{r1.name}");
    stream.finish();

    CHECK(sink.streamed() == "Ana");
}
