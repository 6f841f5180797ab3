#include "libagent/chat/typed_statement.h"

#include <catch2/catch.hpp>

namespace askdb::chat {

TEST_CASE("typed statement: its one step tells it from an answer", "[chat]") {
    Answer answer;
    CHECK_FALSE(is_typed_statement(answer));
    answer.workflow = {{.step = 1, .tool = "query"}};
    CHECK_FALSE(is_typed_statement(answer));
    answer.workflow[0].tool = typed_in_database;
    CHECK(is_typed_statement(answer));
    answer.workflow[0].tool = typed_over_results;
    CHECK(is_typed_statement(answer));
    answer.workflow.push_back({.step = 2, .tool = "query"});
    CHECK_FALSE(is_typed_statement(answer));
}

TEST_CASE("typed statement: a model reads it as no question, and not all of a long one", "[chat]") {
    CHECK(typed_statement_words(" SELECT 1;\n").ends_with(":\nSELECT 1;"));
    CHECK(typed_statement_words(std::string(100'000, 'x')).size() < 2'300);
}

}
