#include "sessions/one_line.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("one line: white space and control characters become one space", "[sessions]") {
    CHECK(one_line(" a \r\n\t b ") == "a b");
    CHECK(one_line("a\x1b[31mb\x7f") == "a [31mb");
    CHECK(one_line("a\xC2\x9B"
                   "31mb") == "a 31mb");
    CHECK(one_line(std::string("a\0b", 3)) == "a b");
    CHECK(one_line("\xC3\xA9\xC2\xA3") == "é£");
    CHECK(one_line("") == "");
}

}
