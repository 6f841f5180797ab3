#include "sessions/export/html_style.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

namespace askdb::sessions {

TEST_CASE("HTML style: it is whole, loads nothing, and knows the dark and paper",
          "[sessions][export]") {
    const std::string style(html_style());

    CHECK(std::count(style.begin(), style.end(), '{') ==
          std::count(style.begin(), style.end(), '}'));
    CHECK(style.find("url(") == std::string::npos);
    CHECK(style.find("@import") == std::string::npos);
    CHECK(style.find('<') == std::string::npos);
    CHECK(style.find("prefers-color-scheme: dark") != std::string::npos);
    CHECK(style.find("@media print") != std::string::npos);
}

}
