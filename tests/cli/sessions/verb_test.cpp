#include "cli/sessions/verb.h"

#include "cli/args.h"
#include "libagent/base/text.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

std::string verb_told(std::vector<const char*> words) {
    words.insert(words.begin(), "sessions");
    const Result<Args> args = parse_args(words);
    REQUIRE_FALSE(args.ok());
    CHECK(args.error().code == Errc::usage);
    return args.error().message + " | " + args.error().hint;
}

}

TEST_CASE("sessions: the verbs are the words that the command names", "[cli][sessions]") {
    std::vector<std::string> names;
    for (const SessionsVerb& verb : all_sessions_verbs()) names.emplace_back(verb.name);

    CHECK(names == word_choices(*find_command("sessions")));
}

TEST_CASE("sessions: every option of a verb is one of the command", "[cli][sessions]") {
    for (const SessionsVerb& verb : all_sessions_verbs()) {
        for (const std::string& option : split(verb.options, ' ')) {
            if (option.empty()) continue;
            INFO(verb.name << " " << option);
            const std::string word = option + "=x";
            const auto args = parse_args(std::vector<const char*>{"sql", word.c_str()});
            CHECK_FALSE((!args && args.error().message.starts_with("unknown option")));
        }
    }
}

TEST_CASE("sessions: wrong words and options are told with what is right", "[cli][sessions]") {
    CHECK_THAT(verb_told({"lsit"}), Catch::Contains("did you mean 'list'?"));
    CHECK(verb_told({}) ==
          "'sessions' needs list|show|search|export|delete|prune|doctor | askdb "
          "sessions list|show|search|export|delete|prune|doctor");
    CHECK(verb_told({"delete"}) == "'sessions delete' needs ID... | askdb sessions delete ID...");
    for (const char* verb : {"show", "export", "delete"})
        CHECK_THAT(verb_told({verb, ""}),
                   Catch::StartsWith("an empty word stands behind 'askdb sessions " +
                                     std::string(verb) + "'"));
    CHECK_THAT(verb_told({"delete", "", "a1", "--yes"}), Catch::StartsWith("an empty word"));
    CHECK_THAT(verb_told({"delete", "a1", "", "--yes"}), Catch::StartsWith("an empty word"));
    CHECK_THAT(verb_told({"list", "x"}), Catch::Contains("'sessions list' takes no words"));
    CHECK_THAT(verb_told({"show", "a", "b"}), Catch::Contains("takes one word"));
    CHECK_THAT(verb_told({"list", "--yes"}),
               Catch::Contains("'sessions list' has no option '--yes'"));
    CHECK_THAT(verb_told({"show", "--limit", "3"}), Catch::Contains("has no option '--limit'"));
    CHECK_THAT(verb_told({"show", "--data", "csv"}), Catch::Contains("has no option '--data'"));
    CHECK_THAT(verb_told({"export", "--format", "pdf"}),
               Catch::Contains("one of: markdown, html, json, sql"));
    CHECK_THAT(verb_told({"list", "--limit", "0"}), Catch::Contains("from 1 to 100000"));
    CHECK_THAT(verb_told({"prune", "--older-than", "x"}),
               Catch::Contains("option '--older-than' cannot be 'x'"));
    CHECK_THAT(verb_told({"list", "--all-users", "--user", "x"}), Catch::Contains("exclude"));
}
