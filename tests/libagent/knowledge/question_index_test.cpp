#include "libagent/knowledge/question_index.h"

#include <catch2/catch.hpp>

using namespace askdb::knowledge;

namespace {

const std::vector<Entry> kept = {
    {.question = "How many work orders are open?"},
    {.question = "Which customers ordered most in 2024?"},
    {.question = "Wie viele Aufträge hat Müller?"},
    {.question = "List the openWorkOrders of Sevilla"},
};

std::vector<std::size_t> search(std::string_view question) {
    return QuestionIndex(kept).search(question);
}

}

TEST_CASE("question index: finds by telling words, whatever their ending", "[knowledge]") {
    CHECK(search("open work by month").size() == 2);
    CHECK(search("customer").front() == 1);
    CHECK(search("auftrage von muller") == std::vector<std::size_t>{2});
    CHECK(search("work orders in Sevilla").front() == 3);
}

TEST_CASE("question index: words that every question has find nothing", "[knowledge]") {
    CHECK(search("how many products are there").empty());
    CHECK(search("").empty());
    CHECK(search("?!").empty());
}

TEST_CASE("question index: nothing that is typed is syntax of the search", "[knowledge]") {
    for (const char* typed : {"\"open", "open*", "NEAR(", "question:open", "- open OR (", "\0"})
        CHECK_NOTHROW(search(typed));
    CHECK(search("open\" OR \"customers").size() == 3);
}
