#include "libagent/chat/annotated_answer.h"

#include <catch2/catch.hpp>

namespace askdb::chat {
namespace {

/// Claims about words of the response, in its order: each with its verdict and its source.
Answer answer_with(std::string response, const std::vector<std::vector<std::string>>& claims) {
    Answer answer{.response = std::move(response)};
    std::size_t from = 0;
    for (const auto& claim : claims) {
        const std::size_t begin = answer.response.find(claim[0], from);
        from = begin + claim[0].size();
        answer.claims.push_back({begin, from, "number", claim[1], claim[2]});
    }
    return answer;
}

}

TEST_CASE("annotated answer: what does not hold is marked, also within emphasis and tables",
          "[checks][chat]") {
    const Answer answer =
        answer_with("**96** of 300\n\n| Bo | 7 |\n", {{"96", "unverified", ""},
                                                      {"300", "verified", "r1: row 1, n"},
                                                      {"7", "misplaced", "r1: row 2, n"}});

    CHECK(annotated_response(answer, false) == "**96 ⚠** of 300\n\n| Bo | 7 ⚠ |\n");
}

TEST_CASE("annotated answer: sources are a list below, each once", "[checks][chat]") {
    const Answer answer = answer_with("14, 14 and 38.\n", {{"14", "verified", "r1: row 1, n"},
                                                           {"14", "verified", "r1: row 1, n"},
                                                           {"38", "verified", "sum of r1.n"}});

    CHECK(annotated_response(answer, true) ==
          "14[1], 14[1] and 38[2].\n\nSources:\n\n1. r1: row 1, n\n2. sum of r1.n\n");
    CHECK(annotated_response(answer, false) == answer.response);
    CHECK(sources(Answer{.response = "None."}).empty());
}

TEST_CASE("annotated answer: where nothing can be marked, what is in doubt stands below",
          "[checks][chat]") {
    const Answer answer = answer_with("96 of 300, 1,234 and 96", {{"96", "unverified", ""},
                                                                  {"300", "verified", "r1: row 1"},
                                                                  {"1,234", "misplaced", "r1"},
                                                                  {"96", "unverified", ""}});
    const Answer sound = answer_with("300", {{"300", "verified", ""}});
    Answer many{.response = "abcdefghijklmnopqrstuvwxyz"};
    for (std::size_t i = 0; i < 26; ++i)
        many.claims.push_back({i, i + 1, "name", "unverified", ""});
    many.claims.push_back({100, 120, "number", "unverified", ""});

    CHECK(notes_below(answer, false) == "⚠ in doubt: 96, 1,234\n");
    CHECK(notes_below(answer, true) == "⚠ in doubt: 96, 1,234\n\nSources:\n\n1. r1: row 1\n");
    CHECK(notes_below(sound, true).empty());
    CHECK(notes_below(many, false).ends_with("s, t and 6 more\n"));
}

TEST_CASE("annotated answer: claims beside the response are passed over", "[checks][chat]") {
    Answer answer{.response = "short"};
    answer.claims = {{100, 120, "number", "unverified", ""}, {3, 2, "number", "unverified", ""}};

    CHECK(annotated_response(answer, true) == "short");
}

}
