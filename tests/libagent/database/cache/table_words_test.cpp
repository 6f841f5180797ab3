#include "libagent/database/cache/table_words.h"

#include <catch2/catch.hpp>

namespace askdb::database {

using Words = std::vector<std::string>;

TEST_CASE("table words: a name is cut where its writer began a new word", "[catalog]") {
    CHECK(words_of_name("work_orders") == Words{"work", "orders"});
    CHECK(words_of_name("workOrders") == Words{"work", "orders"});
    CHECK(words_of_name("HTTPServerLog") == Words{"http", "server", "log"});
    CHECK(words_of_name("StuID") == Words{"stu", "id"});
    CHECK(words_of_name("addr2line") == Words{"addr", "2", "line"});
    CHECK(words_of_name("MSRP") == Words{"msrp"});
    CHECK(words_of_name("Ελλάδα-straße") == Words{"Ελλάδα", "straße"});
    CHECK(words_of_name("__ \n\"'") == Words{});
}

TEST_CASE("table words: a name of several words can also be found as one", "[catalog]") {
    const TableWords words =
        words_of_table({.schema = "hr",
                        .name = "work_orders",
                        .columns = {{.name = "siteId", .comment = "where"}, {.name = "due"}},
                        .comment = "What is to be done"});

    CHECK(words.name == "work orders workorders hr ");
    CHECK(words.columns == "site id siteid due ");
    CHECK(words.comments == "What is to be done\nwhere\n");
}

TEST_CASE("table words: of a question what names a thing is left, each word once", "[catalog]") {
    CHECK(words_of_question("How many orders did each customer have? Which orders?") ==
          Words{"orders", "customer"});
    CHECK(words_of_question("Who is it?") == Words{"who", "is", "it"});
    CHECK(words_of_question("").empty());
    std::string endless;
    for (int i = 0; i < 1000; ++i)
        endless += std::string(1 + i / 26, 'b') + char('a' + i % 26) + " ";
    CHECK(words_of_question(endless).size() == most_question_words);
}

TEST_CASE("table words: nothing in a question is syntax of the search", "[catalog]") {
    CHECK(any_of_words(words_of_question("\" OR name:x* NEAR(a b) AND NOT -y ^z")) ==
          "\"name\" OR \"x\" OR \"near\" OR \"b\" OR \"y\" OR \"z\" OR \"namex\" OR \"xnear\" OR "
          "\"nearb\" OR \"by\" OR \"yz\"");
    CHECK(any_of_words({}).empty());
}

}
