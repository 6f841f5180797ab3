#include "cli/repl/wrapped_text.h"

#include "libagent/base/text.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli::repl;

TEST_CASE("repl wrapped text: lines break at blanks, and keep their indent", "[repl]") {
    CHECK(wrapped_text("Tables: sites, technicians", 16) == "Tables: sites,\ntechnicians");
    CHECK(wrapped_text("  did you mean this, or that?", 16) == "  did you mean\n  this, or that?");
    CHECK(wrapped_text("fits\n\nwell\n", 16) == "fits\n\nwell\n");
    CHECK(wrapped_text("exactly sixteen.", 16) == "exactly sixteen.");
    CHECK(wrapped_text("exactly sixteen. and", 16) == "exactly sixteen.\nand");
    CHECK(wrapped_text("as it is, however long", 0) == "as it is, however long");
    CHECK(wrapped_text("", 5).empty());
}

TEST_CASE("repl wrapped text: a word that is wider stays whole, on a row of its own", "[repl]") {
    CHECK(wrapped_text("to /a/very/long/path now", 8) == "to\n/a/very/long/path\nnow");
    CHECK(wrapped_text("/a/very/long/path", 8) == "/a/very/long/path");
    CHECK(wrapped_text("            x y", 8) == "            x\ny");
    CHECK(wrapped_text("    ", 2) == "");
    CHECK(wrapped_text("où est né le café", 8) == "où est\nné le\ncafé");
    for (std::size_t width = 1; width < 40; ++width)
        CHECK_FALSE(wrapped_text("  a bb  ccc dddd\n eeeee  ", width).empty());
}
