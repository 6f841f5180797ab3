#include "cli/args_optional.h"

#include "cli/args.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

using ArgWords = std::vector<std::string>;

Args resumed(std::vector<const char*> words) {
    return parse_args(words).value_or_throw();
}

std::string conflict(std::vector<const char*> words) {
    const Result<Args> args = parse_args(words);
    REQUIRE_FALSE(args.ok());
    CHECK(args.error().code == Errc::usage);
    return args.error().message;
}

}

TEST_CASE("optional values: what may be an id is one, anything else is a word", "[cli]") {
    CHECK(with_optional_values({"-r", "3f0c"}) == ArgWords{"--resume=3f0c"});
    CHECK(with_optional_values({"-r", "3f0c", "and now?"}) ==
          ArgWords{"--resume=3f0c", "and now?"});
    CHECK(with_optional_values({"-r", "and now?"}) == ArgWords{"--resume=?", "and now?"});
    CHECK(with_optional_values({"q", "-r"}) == ArgWords{"q", "--resume=?"});
    CHECK(with_optional_values({"--resume", "-q", "x"}) == ArgWords{"--resume=?", "-q", "x"});
    CHECK(with_optional_values({"-r=3f0c", "x"}) == ArgWords{"--resume=3f0c", "x"});
    CHECK(with_optional_values({"--resume=3f0c"}) == ArgWords{"--resume=3f0c"});
    CHECK(with_optional_values({"-d", "a.db", "-", "how"}) == ArgWords{"-d", "a.db", "-", "how"});
}

TEST_CASE("optional values: a model is what may be called so, and no command", "[cli][second]") {
    using Bound = ArgWords;
    CHECK(with_optional_values({"--double-check", "openai:gpt-4o", "q"}) ==
          Bound{"--double-check=openai:gpt-4o", "q"});
    CHECK(with_optional_values({"--double-check", "router:meta/llama-3@1", "q"}) ==
          Bound{"--double-check=router:meta/llama-3@1", "q"});
    CHECK(with_optional_values({"--double-check", "How many orders?"}) ==
          Bound{"--double-check=?", "How many orders?"});
    CHECK(with_optional_values({"--double-check", "chat"}) == Bound{"--double-check=?", "chat"});
    CHECK(with_optional_values({"--double-check", "-q"}) == Bound{"--double-check=?", "-q"});
    CHECK(conflict({"--sql", "--double-check", "--", "How many?"}) ==
          "'--sql' runs nothing, so that '--double-check' has nothing to compare");
    CHECK(conflict({"tables", "--double-check"}) ==
          "the command 'tables' has no option '--double-check'");
}

TEST_CASE("optional values: the whole command line", "[cli]") {
    CHECK(resumed({"-r", "3f0c", "and", "now"}).resume == "3f0c");
    CHECK(resumed({"-r", "3f0c", "and", "now"}).words == ArgWords{"and", "now"});
    CHECK(resumed({"and now?", "-r"}).resume == left_out_value);
    CHECK(resumed({"-r", "--", "3f0c"}).words == ArgWords{"3f0c"});
    CHECK(resumed({"-c", "and now?"}).continues);
    CHECK(resumed({"--session", "nightly", "q"}).session == "nightly");
    CHECK(resumed({"--ephemeral", "q"}).ephemeral);
}

TEST_CASE("optional values: a conversation is chosen one way, by a name that may be one", "[cli]") {
    CHECK(conflict({"-c", "-r", "3f0c", "q"}) == "'--continue' and '--resume' exclude each other");
    CHECK(conflict({"--session", "a", "--ephemeral", "q"}) ==
          "'--session' and '--ephemeral' exclude each other");
    CHECK(conflict({"--session", "a b", "q"}) == "no conversation can be called 'a b'");
    CHECK(conflict({"--session", "../x", "q"}) == "no conversation can be called '../x'");
    CHECK(conflict({"-r=a/b", "q"}) == "no conversation can be called 'a/b'");
    CHECK(conflict({"-r=", "q"}) == "option '--resume' is empty");
    CHECK(conflict({"-r", "", "q"}) == "option '--resume' is empty");
    CHECK(conflict({"-c", "-f", "x", "-j", "2"}) ==
          "'--continue' asks in one conversation, one after the other");
    CHECK(conflict({"-c", "sql", "SELECT 1"}) == "the command 'sql' has no option '--continue'");
}
