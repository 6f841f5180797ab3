#include "libagent/results/writers/hex.h"

#include <catch2/catch.hpp>

using namespace askdb::results;

TEST_CASE("hex: bytes are shown as PostgreSQL shows them", "[results]") {
    const std::string bytes("\x00\x7f\xff\x1b", 4);
    StringSink sink;
    OutputBuffer out(sink);

    append_hex(out, bytes);
    out.finish();

    CHECK(sink.text == "\\x007fff1b");
    CHECK(hex_text(bytes, 100) == sink.text);
    CHECK(hex_text(bytes, 5) == "\\x007");
    CHECK(hex_text("", 5) == "\\x");
    CHECK(hex_width(bytes.size()) == sink.text.size());
}
