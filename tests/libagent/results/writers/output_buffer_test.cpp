#include "libagent/results/writers/output_buffer.h"

#include <catch2/catch.hpp>

#include <vector>

using namespace askdb::results;

namespace {

struct PieceSink : ByteSink {
    void write(std::string_view bytes) override { pieces.emplace_back(bytes); }
    std::vector<std::string> pieces;
};

}

TEST_CASE("output: comes in pieces of 64 KiB, in order, and whole", "[results]") {
    PieceSink sink;
    OutputBuffer out(sink);
    std::string expected(200'000, 'a');
    expected += "bc--";

    out.append(std::string(200'000, 'a'));
    out.append('b');
    out.append("c");
    out.repeat(2, "-");
    out.finish();

    std::string whole;
    for (const std::string& piece : sink.pieces) whole += piece;
    CHECK(whole == expected);
    REQUIRE(sink.pieces.size() == 4);
    for (std::size_t i = 0; i < 3; ++i) CHECK(sink.pieces[i].size() == 65'536);
}

TEST_CASE("output: nothing written is no piece", "[results]") {
    PieceSink sink;
    OutputBuffer out(sink);

    out.append("");
    out.finish();

    CHECK(sink.pieces.empty());
}
