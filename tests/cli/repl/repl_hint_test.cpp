#include "cli/repl/repl_hint.h"

#include <catch2/catch.hpp>

using namespace askdb::cli::repl;

TEST_CASE("repl hint: what is said of the command line becomes a command", "[repl]") {
    CHECK(repl_hint("export OPENAI_API_KEY=…, or try: -m offline") ==
          "export OPENAI_API_KEY=…, or try: /model offline");
    CHECK(repl_hint("list them with: askdb sessions list") == "list them with: /sessions");
    CHECK(repl_hint("list them with: askdb models openai") == "list them with: /models openai");
    CHECK(repl_hint("did you mean 'a'?") == "did you mean 'a'?");
    CHECK(repl_hint("").empty());
}
